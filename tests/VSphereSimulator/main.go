// The peer of the vSphere tests: govmomi's simulator, as Debian packages it. It prints its address, and ends when its input does, so that
// it never outlives the tests that started it.
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
	user := flag.String("user", "administrator@vsphere.local", "who may log in")
	password := flag.String("password", "", "by this password")
	flag.Parse()

	model := simulator.VPX()
	model.ClusterHost = *hosts
	model.Machine = *machines
	defer model.Remove()
	if err := model.Create(); err != nil {
		log.Fatal(err)
	}

	model.Service.TLS = new(tls.Config)
	model.Service.Listen = &url.URL{Host: "127.0.0.1:0", User: url.UserPassword(*user, *password)}
	server := model.Service.NewServer()
	defer server.Close()
	fmt.Println(server.URL.Host)
	io.Copy(io.Discard, os.Stdin)
}
