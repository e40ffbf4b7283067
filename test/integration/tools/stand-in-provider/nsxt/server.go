// Package nsxt is a provider for NSX that speaks to a server of the Policy API over http or https, as far as Strata's tests need one. What
// becomes of each attribute follows the public source of the real provider, release 3.12.0.
package nsxt

import (
	"context"
	"crypto/tls"
	"fmt"
	"net/http"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov5"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"strata.dev/tools/stand-in-provider/schema"
)

// server answers what concerns the objects; the rest the provider does that it is made with.
type server struct {
	tfprotov5.ProviderServer
	schema *schema.Provider
	url    string
	client *client
}

// NewServer makes a provider that has its objects on the server of a URL, unless a configuration names another by a host with its scheme.
func NewServer(rest tfprotov5.ProviderServer, known *schema.Provider, url string) tfprotov5.ProviderServer {
	return &server{ProviderServer: rest, schema: known, url: url}
}

func (s *server) ConfigureProvider(_ context.Context, r *tfprotov5.ConfigureProviderRequest) (*tfprotov5.ConfigureProviderResponse, error) {
	config, err := fieldsOf(s.schema.Provider.Block, r.Config)
	if err != nil {
		return nil, err
	}
	response := &tfprotov5.ConfigureProviderResponse{}
	for _, name := range []string{"host", "username", "password"} {
		if isZero(config[name]) {
			response.Diagnostics = append(response.Diagnostics, diagnostic(fmt.Errorf("%s must be provided", name)))
			return response, nil
		}
	}
	s.client = &client{server: s.url, user: text(config["username"]), password: text(config["password"]), enforcementPoint: "default"}
	if host := text(config["host"]); strings.HasPrefix(host, "http") {
		s.client.server = host
	}
	s.client.http.Transport = &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: config["allow_unverified_ssl"] == true}}
	if point := text(config["enforcement_point"]); point != "" {
		s.client.enforcementPoint = point
	}
	if err := s.client.connect(); err != nil {
		response.Diagnostics = append(response.Diagnostics, diagnostic(err))
	}
	return response, nil
}

func (s *server) ValidateResourceTypeConfig(ctx context.Context, r *tfprotov5.ValidateResourceTypeConfigRequest) (*tfprotov5.ValidateResourceTypeConfigResponse, error) {
	response, err := s.ProviderServer.ValidateResourceTypeConfig(ctx, r)
	if err != nil {
		return nil, err
	}
	config, err := fieldsOf(s.schema.Resources[r.TypeName].Block, r.Config)
	if namesDefaultProject(r.TypeName, config) {
		response.Diagnostics = append(response.Diagnostics, diagnostic(errDefaultProject))
	}
	return response, err
}

func (s *server) ValidateDataSourceConfig(ctx context.Context, r *tfprotov5.ValidateDataSourceConfigRequest) (*tfprotov5.ValidateDataSourceConfigResponse, error) {
	response, err := s.ProviderServer.ValidateDataSourceConfig(ctx, r)
	if err != nil {
		return nil, err
	}
	config, err := fieldsOf(s.schema.DataSources[r.TypeName].Block, r.Config)
	if namesDefaultProject(r.TypeName, config) {
		response.Diagnostics = append(response.Diagnostics, diagnostic(errDefaultProject))
	}
	return response, err
}

func (s *server) ReadResource(_ context.Context, r *tfprotov5.ReadResourceRequest) (*tfprotov5.ReadResourceResponse, error) {
	b := s.schema.Resources[r.TypeName].Block
	state, err := fieldsOf(b, r.CurrentState)
	if err != nil {
		return nil, err
	}
	found, err := kindOf(r.TypeName).read(call{client: s.client, block: b}, state)
	response := &tfprotov5.ReadResourceResponse{NewState: r.CurrentState, Private: r.Private}
	if err != nil {
		response.Diagnostics = []*tfprotov5.Diagnostic{diagnostic(fmt.Errorf("Failed to read %s: %w", r.TypeName, err))}
		return response, nil
	}
	response.NewState = dynamic(b, found)
	return response, nil
}

func (s *server) PlanResourceChange(_ context.Context, r *tfprotov5.PlanResourceChangeRequest) (*tfprotov5.PlanResourceChangeResponse, error) {
	b := s.schema.Resources[r.TypeName].Block
	before, err := fieldsOf(b, r.PriorState)
	if err != nil {
		return nil, err
	}
	proposed, err := fieldsOf(b, r.ProposedNewState)
	if err != nil {
		return nil, err
	}
	// The real provider is made with the SDK, whose plans Terraform takes with tolerance: a revision may change though none was planned to.
	response := &tfprotov5.PlanResourceChangeResponse{PlannedState: r.ProposedNewState, UnsafeToUseLegacyTypeSystem: true}
	if proposed == nil {
		return response, nil
	}
	facts := kindOf(r.TypeName).facts()
	planned := facts.plan(b, before, proposed)
	response.PlannedState = dynamic(b, planned)
	if before != nil {
		for _, name := range facts.replaced(b, planned, before) {
			response.RequiresReplace = append(response.RequiresReplace, tftypes.NewAttributePath().WithAttributeName(name))
		}
	}
	return response, nil
}

func (s *server) ApplyResourceChange(_ context.Context, r *tfprotov5.ApplyResourceChangeRequest) (*tfprotov5.ApplyResourceChangeResponse, error) {
	b := s.schema.Resources[r.TypeName].Block
	before, err := fieldsOf(b, r.PriorState)
	if err != nil {
		return nil, err
	}
	planned, err := fieldsOf(b, r.PlannedState)
	if err != nil {
		return nil, err
	}
	response := &tfprotov5.ApplyResourceChangeResponse{UnsafeToUseLegacyTypeSystem: true}
	state, verb, err := change(kindOf(r.TypeName), call{client: s.client, block: b}, before, planned)
	response.NewState = dynamic(b, state)
	if err != nil {
		response.Diagnostics = []*tfprotov5.Diagnostic{diagnostic(fmt.Errorf("Failed to %s %s: %w", verb, r.TypeName, err))}
	}
	return response, nil
}

func (s *server) ReadDataSource(_ context.Context, r *tfprotov5.ReadDataSourceRequest) (*tfprotov5.ReadDataSourceResponse, error) {
	b := s.schema.DataSources[r.TypeName].Block
	config, err := fieldsOf(b, r.Config)
	if err != nil {
		return nil, err
	}
	found, err := dataSources[r.TypeName](s.client, config)
	if err != nil {
		return &tfprotov5.ReadDataSourceResponse{Diagnostics: []*tfprotov5.Diagnostic{diagnostic(err)}}, nil
	}
	for name, value := range config {
		if _, known := found[name]; !known {
			found[name] = value
		}
	}
	return &tfprotov5.ReadDataSourceResponse{State: dynamic(b, found)}, nil
}

// change makes, updates or deletes an object. @returns the state after it, and what was tried
func change(k kind, c call, before, planned object) (object, string, error) {
	switch {
	case planned == nil:
		if err := k.delete(c, before); err != nil {
			return before, "delete", err
		}
		return nil, "delete", nil
	case before == nil:
		state, err := k.create(c, planned)
		return state, "create", err
	default:
		state, err := k.update(c, before, planned)
		if err != nil {
			return before, "update", err
		}
		return state, "update", nil
	}
}

func kindOf(name string) kind {
	k, found := kinds[name]
	if !found {
		panic("the stand-in does not know how NSX holds a " + name)
	}
	return k
}

// fieldsOf is what a message holds; nil for nothing.
func fieldsOf(b schema.Block, message *tfprotov5.DynamicValue) (object, error) {
	value, err := message.Unmarshal(b.TerraformType())
	if err != nil {
		return nil, err
	}
	fields, _ := decode(value).(object)
	return fields, nil
}

func dynamic(b schema.Block, fields object) *tfprotov5.DynamicValue {
	t := b.TerraformType()
	value := tftypes.NewValue(t, nil)
	if fields != nil {
		value = encodeBlock(b, fields)
	}
	message, err := tfprotov5.NewDynamicValue(t, value)
	must(err)
	return &message
}

// diagnostic is an error in Terraform's form; Terraform adds the address of the resource.
func diagnostic(err error) *tfprotov5.Diagnostic {
	return &tfprotov5.Diagnostic{Severity: tfprotov5.DiagnosticSeverityError, Summary: err.Error()}
}
