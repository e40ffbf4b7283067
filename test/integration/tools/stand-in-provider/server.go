package main

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-go/tfprotov5"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"strata.dev/tools/stand-in-provider/schema"
)

// server answers the calls that validating, planning, applying and destroying make; any other call (functions, ephemeral resources,
// import) meets the empty embedded interface and crashes.
type server struct {
	tfprotov5.ProviderServer
	schema *schema.Provider
}

func (s *server) GetMetadata(context.Context, *tfprotov5.GetMetadataRequest) (*tfprotov5.GetMetadataResponse, error) {
	response := &tfprotov5.GetMetadataResponse{}
	for name := range s.schema.Resources {
		response.Resources = append(response.Resources, tfprotov5.ResourceMetadata{TypeName: name})
	}
	for name := range s.schema.DataSources {
		response.DataSources = append(response.DataSources, tfprotov5.DataSourceMetadata{TypeName: name})
	}
	return response, nil
}

func (s *server) GetProviderSchema(context.Context, *tfprotov5.GetProviderSchemaRequest) (*tfprotov5.GetProviderSchemaResponse, error) {
	response := &tfprotov5.GetProviderSchemaResponse{
		Provider:          s.schema.Provider.Protocol(),
		ResourceSchemas:   map[string]*tfprotov5.Schema{},
		DataSourceSchemas: map[string]*tfprotov5.Schema{},
	}
	for name, e := range s.schema.Resources {
		response.ResourceSchemas[name] = e.Protocol()
	}
	for name, e := range s.schema.DataSources {
		response.DataSourceSchemas[name] = e.Protocol()
	}
	return response, nil
}

func (s *server) PrepareProviderConfig(_ context.Context, r *tfprotov5.PrepareProviderConfigRequest) (*tfprotov5.PrepareProviderConfigResponse, error) {
	return &tfprotov5.PrepareProviderConfigResponse{PreparedConfig: r.Config}, nil
}

func (s *server) ConfigureProvider(context.Context, *tfprotov5.ConfigureProviderRequest) (*tfprotov5.ConfigureProviderResponse, error) {
	return &tfprotov5.ConfigureProviderResponse{}, nil
}

func (s *server) StopProvider(context.Context, *tfprotov5.StopProviderRequest) (*tfprotov5.StopProviderResponse, error) {
	return &tfprotov5.StopProviderResponse{}, nil
}

// Terraform has held the configuration against the schema by now, all but how many elements an attribute may have.
func (s *server) ValidateResourceTypeConfig(_ context.Context, r *tfprotov5.ValidateResourceTypeConfigRequest) (*tfprotov5.ValidateResourceTypeConfigResponse, error) {
	b := s.schema.Resources[r.TypeName].Block
	value, err := r.Config.Unmarshal(b.TerraformType())
	if err != nil {
		return nil, err
	}
	return &tfprotov5.ValidateResourceTypeConfigResponse{Diagnostics: tooMany(b, value)}, nil
}

func (s *server) ValidateDataSourceConfig(context.Context, *tfprotov5.ValidateDataSourceConfigRequest) (*tfprotov5.ValidateDataSourceConfigResponse, error) {
	return &tfprotov5.ValidateDataSourceConfigResponse{}, nil
}

func (s *server) UpgradeResourceState(_ context.Context, r *tfprotov5.UpgradeResourceStateRequest) (*tfprotov5.UpgradeResourceStateResponse, error) {
	t := s.schema.Resources[r.TypeName].Block.TerraformType()
	value, err := r.RawState.Unmarshal(t)
	if err != nil {
		return nil, err
	}
	state, err := tfprotov5.NewDynamicValue(t, value)
	return &tfprotov5.UpgradeResourceStateResponse{UpgradedState: &state}, err
}

func (s *server) ReadResource(_ context.Context, r *tfprotov5.ReadResourceRequest) (*tfprotov5.ReadResourceResponse, error) {
	return &tfprotov5.ReadResourceResponse{NewState: r.CurrentState, Private: r.Private}, nil
}

func (s *server) PlanResourceChange(_ context.Context, r *tfprotov5.PlanResourceChangeRequest) (*tfprotov5.PlanResourceChangeResponse, error) {
	b := s.schema.Resources[r.TypeName].Block
	planned, err := convert(r.ProposedNewState, b, func(v tftypes.Value) tftypes.Value { return withUnknowns(b, v) })
	return &tfprotov5.PlanResourceChangeResponse{PlannedState: planned}, err
}

func (s *server) ApplyResourceChange(_ context.Context, r *tfprotov5.ApplyResourceChangeRequest) (*tfprotov5.ApplyResourceChangeResponse, error) {
	b := s.schema.Resources[r.TypeName].Block
	state, err := convert(r.PlannedState, b, func(v tftypes.Value) tftypes.Value { return settled(r.TypeName, v) })
	if err != nil {
		return nil, err
	}
	before, err := r.PriorState.Unmarshal(b.TerraformType())
	after, afterErr := state.Unmarshal(b.TerraformType())
	if err != nil || afterErr != nil || r.TypeName != "vsphere_virtual_machine" {
		return &tfprotov5.ApplyResourceChangeResponse{NewState: state}, errors.Join(err, afterErr)
	}
	switch {
	case before.IsNull():
		err = discovered(b, state)
	case after.IsNull():
		err = gone(b, r.PriorState)
	}
	return &tfprotov5.ApplyResourceChangeResponse{NewState: state}, err
}

func (s *server) ReadDataSource(_ context.Context, r *tfprotov5.ReadDataSourceRequest) (*tfprotov5.ReadDataSourceResponse, error) {
	b := s.schema.DataSources[r.TypeName].Block
	state, err := convert(r.Config, b, func(v tftypes.Value) tftypes.Value { return withResults(r.TypeName, b, v) })
	return &tfprotov5.ReadDataSourceResponse{State: state}, err
}

// convert decodes a value of a block, changes it and encodes it again.
func convert(dynamic *tfprotov5.DynamicValue, b schema.Block, change func(tftypes.Value) tftypes.Value) (*tfprotov5.DynamicValue, error) {
	t := b.TerraformType()
	value, err := dynamic.Unmarshal(t)
	if err != nil {
		return nil, err
	}
	result, err := tfprotov5.NewDynamicValue(t, change(value))
	return &result, err
}
