package main

import (
	"context"
	"log"
	"net/url"

	"github.com/vmware/govmomi"
	"github.com/vmware/govmomi/find"
	"github.com/vmware/govmomi/object"
	"github.com/vmware/govmomi/pbm"
	pbmtypes "github.com/vmware/govmomi/pbm/types"
	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25"
	"github.com/vmware/govmomi/vim25/mo"
	"github.com/vmware/govmomi/vim25/types"
)

// renameDatacenter gives the first datacenter another name.
func renameDatacenter(ctx context.Context, model *simulator.Model, name string) error {
	c, err := vim25.NewClient(ctx, model.Service)
	if err != nil {
		return err
	}
	datacenters, err := find.NewFinder(c).DatacenterList(ctx, "*")
	if err != nil {
		return err
	}
	task, err := datacenters[0].Rename(ctx, name)
	if err != nil {
		return err
	}
	return task.Wait(ctx)
}

// addDatacenters adds datacenters with nothing in them.
func addDatacenters(ctx context.Context, model *simulator.Model, names []string) error {
	c, err := vim25.NewClient(ctx, model.Service)
	if err != nil {
		return err
	}
	for _, name := range names {
		if _, err := object.NewRootFolder(c).CreateDatacenter(ctx, name); err != nil {
			return err
		}
	}
	return nil
}

// addDatastore mounts a datastore on every host of the first datacenter.
func addDatastore(ctx context.Context, model *simulator.Model, name, folder string) error {
	c, err := vim25.NewClient(ctx, model.Service)
	if err != nil {
		return err
	}
	finder := find.NewFinder(c)
	datacenters, err := finder.DatacenterList(ctx, "*")
	if err != nil {
		return err
	}
	finder.SetDatacenter(datacenters[0])
	hosts, err := finder.HostSystemList(ctx, "*/*")
	if err != nil {
		return err
	}
	for _, host := range hosts {
		system, err := host.ConfigManager().DatastoreSystem(ctx)
		if err != nil {
			return err
		}
		if _, err := system.CreateLocalDatastore(ctx, name, folder); err != nil {
			return err
		}
	}
	return nil
}

// addTemplate adds a powered-off VM (1 CPU, 1 GiB, one 20 GiB disk, one NIC) and marks it as a template.
func addTemplate(ctx context.Context, model *simulator.Model, name string) error {
	c, err := vim25.NewClient(ctx, model.Service)
	if err != nil {
		return err
	}
	finder := find.NewFinder(c)
	datacenters, err := finder.DatacenterList(ctx, "*")
	if err != nil {
		return err
	}
	finder.SetDatacenter(datacenters[0])
	folders, err := datacenters[0].Folders(ctx)
	if err != nil {
		return err
	}
	pools, err := finder.ResourcePoolList(ctx, "*/Resources")
	if err != nil {
		return err
	}
	datastores, err := finder.DatastoreList(ctx, "*")
	if err != nil {
		return err
	}

	var devices object.VirtualDeviceList
	controller, err := devices.CreateSCSIController("pvscsi")
	if err != nil {
		return err
	}
	where := "[" + datastores[0].Name() + "]"
	disk := devices.CreateDisk(controller.(types.BaseVirtualController), datastores[0].Reference(), where+" "+name+"/disk-0.vmdk")
	disk.CapacityInKB = 20 * 1024 * 1024
	disk.CapacityInBytes = disk.CapacityInKB * 1024
	changes, err := append(devices, controller, disk).ConfigSpec(types.VirtualDeviceConfigSpecOperationAdd)
	if err != nil {
		return err
	}
	task, err := folders.VmFolder.CreateVM(ctx, types.VirtualMachineConfigSpec{
		Name:         name,
		GuestId:      string(types.VirtualMachineGuestOsIdentifierDebian12_64Guest),
		NumCPUs:      1,
		MemoryMB:     1024,
		Files:        &types.VirtualMachineFileInfo{VmPathName: where},
		DeviceChange: changes,
	}, pools[0], nil)
	if err != nil {
		return err
	}
	info, err := task.WaitForResult(ctx, nil)
	if err != nil {
		return err
	}
	return object.NewVirtualMachine(c, info.Result.(types.ManagedObjectReference)).MarkAsTemplate(ctx)
}

// addStoragePolicy adds a storage policy, by the endpoint of its own that policies have.
func addStoragePolicy(ctx context.Context, server *url.URL, name string) error {
	c, err := govmomi.NewClient(ctx, server, true)
	if err != nil {
		return err
	}
	defer func() { _ = c.Logout(ctx) }()
	policies, err := pbm.NewClient(ctx, c.Client)
	if err != nil {
		return err
	}
	_, err = policies.CreateProfile(ctx, pbmtypes.PbmCapabilityProfileCreateSpec{
		Name:         name,
		Category:     string(pbmtypes.PbmProfileCategoryEnumREQUIREMENT),
		ResourceType: pbmtypes.PbmProfileResourceType{ResourceType: string(pbmtypes.PbmProfileResourceTypeEnumSTORAGE)},
		Constraints:  &pbmtypes.PbmCapabilitySubProfileConstraints{},
	})
	return err
}

// join mounts a datastore on each host that a finished task has added, before the client learns that it has finished.
type join struct {
	name, folder string
}

// mountOnJoin mounts a datastore on every host that is added from now on, whatever its datacenter.
func mountOnJoin(model *simulator.Model, name, folder string) {
	model.Map().AddHandler(&join{name: name, folder: folder})
}

func (j *join) Reference() types.ManagedObjectReference {
	return types.ManagedObjectReference{Type: "Seed", Value: j.name}
}

func (j *join) PutObject(*simulator.Context, mo.Reference) {}

func (j *join) RemoveObject(*simulator.Context, types.ManagedObjectReference) {}

func (j *join) UpdateObject(ctx *simulator.Context, object mo.Reference, _ []types.PropertyChange) {
	task, ok := object.(*mo.Task)
	if !ok || task.Info.State != types.TaskInfoStateSuccess {
		return
	}
	added, ok := task.Info.Result.(types.ManagedObjectReference)
	if !ok {
		return
	}
	host, ok := ctx.Map.Get(added).(*simulator.HostSystem)
	if !ok {
		return
	}
	system := ctx.Map.Get(*host.ConfigManager.DatastoreSystem).(*simulator.HostDatastoreSystem)
	made := system.CreateLocalDatastore(ctx, &types.CreateLocalDatastore{This: system.Self, Name: j.name, Path: j.folder})
	if fault := made.Fault(); fault != nil {
		log.Printf("%s has no %s: %s", host.Name, j.name, fault.String)
	}
}
