package main

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/vmware/govmomi/object"
	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25"
	"github.com/vmware/govmomi/vim25/mo"
	"github.com/vmware/govmomi/vim25/types"
)

// builder makes the objects of an inventory file through the simulator's own calls, and then sets what those cannot.
type builder struct {
	ctx        context.Context
	client     *vim25.Client
	dc         *simulator.Datacenter
	folders    *object.DatacenterFolders
	clusters   map[string]*simulator.ClusterComputeResource
	hosts      map[string]*simulator.HostSystem
	datastores map[string]string // folders on this machine
	temporary  string
}

func build(model *simulator.Model, all *document, temporary string) error {
	b := &builder{ctx: context.Background(), temporary: temporary, datastores: map[string]string{},
		clusters: map[string]*simulator.ClusterComputeResource{}, hosts: map[string]*simulator.HostSystem{}}
	b.client, _ = vim25.NewClient(b.ctx, model.Service)
	b.dc = simulator.Map.Any("Datacenter").(*simulator.Datacenter)
	var err error
	if b.folders, err = object.NewDatacenter(b.client, b.dc.Self).Folders(b.ctx); err != nil {
		return err
	}
	skipIds(all)
	for _, one := range all.Clusters {
		if err = b.cluster(one); err != nil {
			return fmt.Errorf("cluster %s: %w", one.Name, err)
		}
	}
	for _, one := range all.Hosts {
		if err = b.host(one); err != nil {
			return fmt.Errorf("host %s: %w", one.Name, err)
		}
	}
	for _, one := range all.Machines {
		if err = b.machine(one); err != nil {
			return fmt.Errorf("virtual machine %s: %w", one.Name, err)
		}
	}
	return nil
}

// skipIds lets the simulator count on from the highest number in the ids of the file, so that none is given twice.
func skipIds(all *document) {
	highest := 0
	see := func(id string) {
		text := id[strings.LastIndexAny(id, "-c")+1:]
		if number, err := strconv.Atoi(text); err == nil && number > highest && number < 10_000_000 {
			highest = number
		}
	}
	for _, one := range all.Clusters {
		see(one.ID)
	}
	for _, one := range all.Hosts {
		see(one.ID)
	}
	for _, one := range all.Machines {
		see(one.ID)
	}
	for at := 0; at <= highest; {
		given := simulator.Map.NewEntity(&simulator.Folder{}).Reference().Value
		at, _ = strconv.Atoi(given[strings.LastIndex(given, "-")+1:])
	}
}

// rename gives an object the id of the file, where that is of its type; the lists are those that name it.
func rename(item mo.Entity, id string, lists ...*[]types.ManagedObjectReference) {
	old := item.Reference()
	value := strings.TrimPrefix(id, old.Type+"-")
	if value == id || value == "" {
		return
	}
	simulator.Map.Remove(old)
	item.Entity().Self.Value = value
	simulator.Map.Put(item)
	for _, list := range lists {
		for i := range *list {
			if (*list)[i] == old {
				(*list)[i].Value = value
			}
		}
	}
}

// datastore mounts a datastore on a host, and returns it.
func (b *builder) datastore(h *simulator.HostSystem, name string) (*simulator.Datastore, error) {
	if found := simulator.Map.FindByName(name, h.Datastore); found != nil {
		return found.(*simulator.Datastore), nil
	}
	if b.datastores[name] == "" {
		folder, err := os.MkdirTemp(b.temporary, "datastore-")
		if err != nil {
			return nil, err
		}
		b.datastores[name] = folder
	}
	system, err := object.NewHostSystem(b.client, h.Self).ConfigManager().DatastoreSystem(b.ctx)
	if err != nil {
		return nil, err
	}
	made, err := system.CreateLocalDatastore(b.ctx, name, b.datastores[name])
	if err != nil {
		return nil, err
	}
	return simulator.Map.Get(made.Reference()).(*simulator.Datastore), nil
}
