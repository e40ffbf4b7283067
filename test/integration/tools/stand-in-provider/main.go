// A stand-in for a Terraform provider, for where the real one cannot be had. It knows the schema of every resource: Terraform itself
// validates, evaluates, plans and keeps the state.
//
// Of vSphere it knows nothing else: computed values are made up. What it shows is what Terraform makes of a configuration of these
// shapes, never what vCenter makes of it. Of NSX it knows how resources become objects of the Policy API: where a server of that API is
// named, resources are made there and read back.
package main

import (
	"log"
	"os"
	"path/filepath"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov5"
	"github.com/hashicorp/terraform-plugin-go/tfprotov5/tf5server"
	"strata.dev/tools/stand-in-provider/nsxt"
	"strata.dev/tools/stand-in-provider/schema"
)

const (
	// vsphereSchema and nsxtSchema name the files with the providers' schemas.
	vsphereSchema = "STRATA_PROVIDER_SCHEMA"
	nsxtSchema    = "STRATA_NSXT_SCHEMA"
	// nsxServer names the server of the Policy API, such as `http://127.0.0.1:8080`.
	nsxServer = "STRATA_NSX_SERVER"
)

// The provider that the binary stands in for is told by its own name, which Terraform's mirror gives it.
func main() {
	address, file := "registry.terraform.io/vmware/vsphere", os.Getenv(vsphereSchema)
	isNsxt := strings.HasPrefix(filepath.Base(os.Args[0]), "terraform-provider-nsxt")
	if isNsxt {
		address, file = "registry.terraform.io/vmware/nsxt", os.Getenv(nsxtSchema)
	}
	known, err := schema.Read(file)
	if err != nil {
		log.Fatal(err)
	}
	var provider tfprotov5.ProviderServer = &server{schema: known}
	if url := os.Getenv(nsxServer); isNsxt && url != "" {
		provider = nsxt.NewServer(provider, known, url)
	}
	must(tf5server.Serve(address, func() tfprotov5.ProviderServer { return provider }))
}
