// Command vcsim serves govmomi's vCenter simulator with what a lane needs to find there already.
//
// It stands in for govmomi's own vcsim command, whose module (github.com/vmware/govmomi/vcsim) replaces govmomi with a
// local folder. The simulator is the same package; what this command adds is seeding, and nothing else: no method that
// the simulator lacks is answered here.
//
// It listens on a free port of the loopback interface unless told otherwise, prints one line of JSON (the url) once it
// serves, and stops when its standard input closes, so that it never outlives whoever started it.
package main

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log"
	"net/url"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/vmware/govmomi/simulator"

	// The endpoints beside the SOAP one: storage policies, tags and content libraries, vSAN, ...
	_ "github.com/vmware/govmomi/cns/simulator"
	_ "github.com/vmware/govmomi/lookup/simulator"
	_ "github.com/vmware/govmomi/pbm/simulator"
	_ "github.com/vmware/govmomi/ssoadmin/simulator"
	_ "github.com/vmware/govmomi/sts/simulator"
	_ "github.com/vmware/govmomi/vapi/cis/tasks/simulator"
	_ "github.com/vmware/govmomi/vapi/cluster/simulator"
	_ "github.com/vmware/govmomi/vapi/esx/settings/simulator"
	_ "github.com/vmware/govmomi/vapi/namespace/simulator"
	_ "github.com/vmware/govmomi/vapi/simulator"
	_ "github.com/vmware/govmomi/vsan/simulator"
)

func main() {
	model := simulator.VPX()
	model.Autostart = false
	listen := flag.String("l", "127.0.0.1:0", "address to listen on; port 0 takes a free one")
	user := flag.String("username", "user", "the only user name accepted")
	password := flag.String("password", "pass", "the only password accepted")
	flag.IntVar(&model.Datacenter, "dc", 1, "datacenters")
	flag.IntVar(&model.Cluster, "cluster", 1, "clusters in each datacenter")
	flag.IntVar(&model.ClusterHost, "host", 3, "hosts in each cluster")
	flag.IntVar(&model.Host, "standalone-host", 0, "hosts outside a cluster in each datacenter")
	flag.IntVar(&model.Datastore, "ds", 1, "datastores in each datacenter")
	flag.IntVar(&model.Portgroup, "pg", 1, "distributed port groups in each datacenter")
	flag.IntVar(&model.Machine, "vm", 0, "virtual machines in each resource pool")
	datacenter := flag.String("datacenter", "", "name of the first datacenter")
	more := flag.String("more-datacenters", "", "names of further datacenters, apart by commas, with nothing in them")
	datastore := flag.String("datastore", "", "name of a datastore to add to every host of the first datacenter")
	templates := flag.String("templates", "", "names of VM templates to add to the first datacenter, apart by commas")
	policy := flag.String("storage-policy", "", "name of a storage policy to add")
	shared := flag.String("shared-datastore", "", "name of a datastore that every host which joins brings along, as a LUN does that all hosts see")
	flag.BoolVar(&simulator.Trace, "trace", false, "write the SOAP traffic to standard error")
	flag.Parse()

	seeds := seeds{datacenter: *datacenter, more: *more, datastore: *datastore, templates: *templates, policy: *policy, shared: *shared}
	if err := run(model, &url.URL{Host: *listen, User: url.UserPassword(*user, *password)}, seeds); err != nil {
		log.Fatal(err)
	}
}

// seeds are the names of what is to be there; an empty one is not.
type seeds struct {
	datacenter, more, datastore, templates, policy, shared string
}

func run(model *simulator.Model, listen *url.URL, seeds seeds) error {
	defer model.Remove()
	if err := model.Create(); err != nil {
		return err
	}
	ctx := context.Background()
	folder, err := os.MkdirTemp("", "vcsim-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	if seeds.datacenter != "" {
		if err := renameDatacenter(ctx, model, seeds.datacenter); err != nil {
			return fmt.Errorf("datacenter %s: %w", seeds.datacenter, err)
		}
	}
	if seeds.datastore != "" {
		own, err := os.MkdirTemp(folder, "")
		if err != nil {
			return err
		}
		if err := addDatastore(ctx, model, seeds.datastore, own); err != nil {
			return fmt.Errorf("datastore %s: %w", seeds.datastore, err)
		}
	}
	if seeds.templates != "" {
		for _, template := range strings.Split(seeds.templates, ",") {
			if err := addTemplate(ctx, model, template); err != nil {
				return fmt.Errorf("template %s: %w", template, err)
			}
		}
	}
	if seeds.more != "" {
		if err := addDatacenters(ctx, model, strings.Split(seeds.more, ",")); err != nil {
			return fmt.Errorf("datacenters %s: %w", seeds.more, err)
		}
	}
	if seeds.shared != "" {
		own, err := os.MkdirTemp(folder, "")
		if err != nil {
			return err
		}
		mountOnJoin(model, seeds.shared, own)
	}

	model.Service.RegisterEndpoints = true
	model.Service.Listen = listen
	model.Service.TLS = new(tls.Config)
	server := model.Service.NewServer()
	defer server.Close()

	if seeds.policy != "" {
		if err := addStoragePolicy(ctx, server.URL, seeds.policy); err != nil {
			return fmt.Errorf("storage policy %s: %w", seeds.policy, err)
		}
	}

	address := *server.URL
	address.User = nil
	if err := json.NewEncoder(os.Stdout).Encode(map[string]string{"url": address.String()}); err != nil {
		return err
	}
	done := make(chan os.Signal, 1)
	signal.Notify(done, syscall.SIGINT, syscall.SIGTERM)
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		done <- syscall.SIGTERM
	}()
	<-done
	return nil
}
