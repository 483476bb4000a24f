// The peer of the vSphere tests: govmomi's simulator, as Debian packages it, and what it lacks (README.md). It prints its address, the
// address of its control, and the thumbprint of its certificate, and ends when its input does, so that it never outlives the tests that
// started it.
package main

import (
	"crypto/tls"
	"flag"
	"fmt"
	"io"
	"log"
	"net/url"
	"os"

	"github.com/vmware/govmomi/simulator"
)

func main() {
	hosts := flag.Int("hosts", 3, "hosts in the cluster")
	machines := flag.Int("machines", 2, "machines in each resource pool")
	inventory := flag.String("inventory", "", "the file of ours to show, instead of -hosts and -machines")
	api := flag.String("api", "", "the version of the API to claim; the types remain those of 7.0")
	user := flag.String("user", "administrator@vsphere.local", "who may log in; none: anybody, by any password")
	password := flag.String("password", "", "by this password")
	taskTime := flag.Duration("task-time", 0, "how long a task takes; 0: it has ended when it is answered")
	most := flag.Int("page", 0, "how many objects an answer has at most; 0: as many as are asked for")
	flag.Parse()

	model := simulator.VPX()
	model.ClusterHost = *hosts
	model.Machine = *machines
	if *inventory != "" {
		model.Host, model.Cluster, model.Datastore, model.Portgroup = 0, 0, 0, 0
	}
	if *api != "" {
		model.ServiceContent.About.ApiVersion = *api
	}
	defer model.Remove()
	if err := model.Create(); err != nil {
		log.Fatal(err)
	}

	if *inventory != "" {
		temporary, err := os.MkdirTemp("", "simulator-")
		if err != nil {
			log.Fatal(err)
		}
		defer os.RemoveAll(temporary)
		all, err := readDocument(*inventory)
		if err == nil {
			err = build(model, all, temporary)
		}
		if err != nil {
			log.Panic(err)
		}
	}
	for _, one := range allHosts() {
		if *inventory == "" {
			setDevices(one, someDevices)
		}
		addPassthruSystem(one)
	}

	forgetAll()
	forgetEvents()
	model.Service.TLS = new(tls.Config)
	model.Service.Listen = &url.URL{Host: "127.0.0.1:0"}
	if *user != "" {
		model.Service.Listen.User = url.UserPassword(*user, *password)
	}
	server := model.Service.NewServer()
	defer server.Close()
	c := &control{calls: map[string]int{}}
	address, err := c.listen()
	if err != nil {
		log.Panic(err)
	}
	start(server, c, *taskTime, *most)
	log.SetOutput(io.Discard) // the simulator tells every update, which nobody reads
	fmt.Println(server.URL.Host)
	fmt.Println(address)
	fmt.Println(thumbprint(server))
	io.Copy(io.Discard, os.Stdin)
}
