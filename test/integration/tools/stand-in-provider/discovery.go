package main

import (
	"bytes"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"math/rand"
	"net/http"
	"net/url"
	"os"

	"github.com/hashicorp/terraform-plugin-go/tfprotov5"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"strata.dev/tools/stand-in-provider/schema"
)

// discovered tells the server of the Policy API, where one is named, of a machine that has just been made, as hosts tell NSX: it is what
// tags are put on. Its id in vCenter is the one that the provider has for it, its id in NSX another.
func discovered(b schema.Block, state *tfprotov5.DynamicValue) error {
	id, name, err := machineIn(b, state)
	if err != nil {
		return err
	}
	body, err := json.Marshal(map[string]any{
		"resource_type": "VirtualMachine", "external_id": fmt.Sprintf("50%030x", rand.Uint64()), "display_name": name, "compute_ids": []string{"biosUuid:" + id},
	})
	if err != nil {
		return err
	}
	return report(http.MethodPost, "", body)
}

// gone tells it of a machine that is no more.
func gone(b schema.Block, before *tfprotov5.DynamicValue) error {
	id, _, err := machineIn(b, before)
	if err != nil {
		return err
	}
	return report(http.MethodDelete, "/"+url.PathEscape("biosUuid:"+id), nil)
}

func machineIn(b schema.Block, state *tfprotov5.DynamicValue) (id, name string, err error) {
	value, err := state.Unmarshal(b.TerraformType())
	if err != nil {
		return "", "", err
	}
	fields := map[string]tftypes.Value{}
	must(value.As(&fields))
	must(fields["id"].As(&id))
	must(fields["name"].As(&name))
	return id, name, nil
}

func report(method, which string, body []byte) error {
	server := os.Getenv(nsxServer)
	if server == "" {
		return nil
	}
	request, err := http.NewRequest(method, server+"/hosts/machines"+which, bytes.NewReader(body))
	if err != nil {
		return err
	}
	client := http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}}
	response, err := client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("the server does not take what a host reports: %s", response.Status)
	}
	return nil
}
