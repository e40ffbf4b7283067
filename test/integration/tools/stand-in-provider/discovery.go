package main

import (
	"bytes"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"math/rand"
	"net/http"
	"os"

	"github.com/hashicorp/terraform-plugin-go/tfprotov5"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"strata.dev/tools/stand-in-provider/schema"
)

// discovered tells the server of the Policy API, where one is named, of a machine that has just been made, as hosts tell NSX: it is what
// tags are put on. Its id in vCenter is the one that the provider has for it, its id in NSX another.
func discovered(b schema.Block, state *tfprotov5.DynamicValue) error {
	url := os.Getenv(nsxServer)
	if url == "" {
		return nil
	}
	value, err := state.Unmarshal(b.TerraformType())
	if err != nil {
		return err
	}
	fields := map[string]tftypes.Value{}
	must(value.As(&fields))
	var id, name string
	must(fields["id"].As(&id))
	must(fields["name"].As(&name))
	body, err := json.Marshal(map[string]any{
		"resource_type": "VirtualMachine", "external_id": fmt.Sprintf("50%030x", rand.Uint64()), "display_name": name, "compute_ids": []string{"biosUuid:" + id},
	})
	if err != nil {
		return err
	}
	client := http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}}
	response, err := client.Post(url+"/hosts/machines", "application/json", bytes.NewReader(body))
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("the server does not take the machine %s: %s", name, response.Status)
	}
	return nil
}
