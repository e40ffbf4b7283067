package main

import (
	"encoding/json"
	"fmt"
	"os"

	"github.com/hashicorp/terraform-plugin-go/tfprotov5"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// providerSchema has the shape of one entry of `terraform providers schema -json`.
type providerSchema struct {
	Provider    entry            `json:"provider"`
	Resources   map[string]entry `json:"resource_schemas"`
	DataSources map[string]entry `json:"data_source_schemas"`
}

type entry struct {
	Version int64 `json:"version"`
	Block   block `json:"block"`
}

type block struct {
	Attributes map[string]attribute   `json:"attributes"`
	Blocks     map[string]nestedBlock `json:"block_types"`
}

type attribute struct {
	Type     json.RawMessage `json:"type"`
	Required bool            `json:"required"`
	Optional bool            `json:"optional"`
	Computed bool            `json:"computed"`
	MaxItems int             `json:"max_items"`
}

type nestedBlock struct {
	Nesting  string `json:"nesting_mode"`
	MinItems int64  `json:"min_items"`
	MaxItems int64  `json:"max_items"`
	Block    block  `json:"block"`
}

func readSchema(file string) (*providerSchema, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var schema providerSchema
	if err := json.Unmarshal(text, &schema); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return &schema, nil
}

func (a attribute) terraformType() tftypes.Type {
	t, err := tftypes.ParseJSONType(a.Type) //nolint:staticcheck // the one reader of this notation that the library has
	if err != nil {
		panic(fmt.Sprintf("type %s: %v", a.Type, err))
	}
	return t
}

func (b block) terraformType() tftypes.Object {
	fields := map[string]tftypes.Type{}
	for name, a := range b.Attributes {
		fields[name] = a.terraformType()
	}
	for name, nested := range b.Blocks {
		if nested.Nesting == "set" {
			fields[name] = tftypes.Set{ElementType: nested.Block.terraformType()}
		} else {
			fields[name] = tftypes.List{ElementType: nested.Block.terraformType()}
		}
	}
	return tftypes.Object{AttributeTypes: fields}
}

func (e entry) protocol() *tfprotov5.Schema {
	return &tfprotov5.Schema{Version: e.Version, Block: e.Block.protocol()}
}

func (b block) protocol() *tfprotov5.SchemaBlock {
	result := &tfprotov5.SchemaBlock{}
	for name, a := range b.Attributes {
		result.Attributes = append(result.Attributes, &tfprotov5.SchemaAttribute{
			Name: name, Type: a.terraformType(), Required: a.Required, Optional: a.Optional && !a.Required, Computed: a.Computed && !a.Required,
		})
	}
	for name, nested := range b.Blocks {
		nesting := tfprotov5.SchemaNestedBlockNestingModeList
		if nested.Nesting == "set" {
			nesting = tfprotov5.SchemaNestedBlockNestingModeSet
		}
		result.BlockTypes = append(result.BlockTypes, &tfprotov5.SchemaNestedBlock{
			TypeName: name, Nesting: nesting, MinItems: nested.MinItems, MaxItems: nested.MaxItems, Block: nested.Block.protocol(),
		})
	}
	return result
}
