// Package schema reads what `terraform providers schema -json` prints, and says it in the words of the plugin protocol.
package schema

import (
	"encoding/json"
	"fmt"
	"os"

	"github.com/hashicorp/terraform-plugin-go/tfprotov5"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Provider has the shape of one entry of `terraform providers schema -json`.
type Provider struct {
	Provider    Entry            `json:"provider"`
	Resources   map[string]Entry `json:"resource_schemas"`
	DataSources map[string]Entry `json:"data_source_schemas"`
}

// Entry is a resource, a data source or the provider itself.
type Entry struct {
	Version int64 `json:"version"`
	Block   Block `json:"block"`
}

// Block is what an object of a configuration holds: attributes and blocks within it.
type Block struct {
	Attributes map[string]Attribute `json:"attributes"`
	Blocks     map[string]Nested    `json:"block_types"`
}

// Attribute is a value of a block.
type Attribute struct {
	Type     json.RawMessage `json:"type"`
	Required bool            `json:"required"`
	Optional bool            `json:"optional"`
	Computed bool            `json:"computed"`
	MaxItems int             `json:"max_items"`
}

// Nested is a block within a block, as often as its limits say.
type Nested struct {
	Nesting  string `json:"nesting_mode"`
	MinItems int64  `json:"min_items"`
	MaxItems int64  `json:"max_items"`
	Block    Block  `json:"block"`
}

// Read reads the schema of a provider from a file.
func Read(file string) (*Provider, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var schema Provider
	if err := json.Unmarshal(text, &schema); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return &schema, nil
}

// TerraformType panics over a type that Terraform does not have.
func (a Attribute) TerraformType() tftypes.Type {
	t, err := tftypes.ParseJSONType(a.Type) //nolint:staticcheck // the one reader of this notation that the library has
	if err != nil {
		panic(fmt.Sprintf("type %s: %v", a.Type, err))
	}
	return t
}

// TerraformType is the object that a block is.
func (b Block) TerraformType() tftypes.Object {
	fields := map[string]tftypes.Type{}
	for name, a := range b.Attributes {
		fields[name] = a.TerraformType()
	}
	for name, nested := range b.Blocks {
		if nested.Nesting == "set" {
			fields[name] = tftypes.Set{ElementType: nested.Block.TerraformType()}
		} else {
			fields[name] = tftypes.List{ElementType: nested.Block.TerraformType()}
		}
	}
	return tftypes.Object{AttributeTypes: fields}
}

// Protocol says the same in the words of the plugin protocol.
func (e Entry) Protocol() *tfprotov5.Schema {
	return &tfprotov5.Schema{Version: e.Version, Block: e.Block.Protocol()}
}

// Protocol says the same in the words of the plugin protocol.
func (b Block) Protocol() *tfprotov5.SchemaBlock {
	result := &tfprotov5.SchemaBlock{}
	for name, a := range b.Attributes {
		result.Attributes = append(result.Attributes, &tfprotov5.SchemaAttribute{
			Name: name, Type: a.TerraformType(), Required: a.Required, Optional: a.Optional && !a.Required, Computed: a.Computed && !a.Required,
		})
	}
	for name, nested := range b.Blocks {
		nesting := tfprotov5.SchemaNestedBlockNestingModeList
		if nested.Nesting == "set" {
			nesting = tfprotov5.SchemaNestedBlockNestingModeSet
		}
		result.BlockTypes = append(result.BlockTypes, &tfprotov5.SchemaNestedBlock{
			TypeName: name, Nesting: nesting, MinItems: nested.MinItems, MaxItems: nested.MaxItems, Block: nested.Block.Protocol(),
		})
	}
	return result
}
