package nsxt

import (
	"maps"
	"slices"

	"strata.dev/tools/stand-in-provider/schema"
)

// mapping says which attribute of the API an attribute of a resource is, by its dotted name. What it does not name has the same name in
// both; a block of at most one element is an object there, any other block a list.
type mapping map[string]field

// field is an attribute or a block, as it is written to an object of the API and read from one.
type field struct {
	write func(s spot, name string, body object) error
	read  func(s spot, name string, body object) any
}

// spot is a place within a resource: its top, or an element of a block.
type spot struct {
	mapping mapping
	// at is what stands before the names of its attributes in the mapping.
	at     string
	block  schema.Block
	values object
}

// always holds for every type, at any depth. Source: getNsxIDSchema, getPathSchema, getRevisionSchema and getTagsSchema,
// https://github.com/vmware/terraform-provider-nsxt/blob/v3.12.0/nsxt/utils.go
var always = mapping{
	"nsx_id":   readOnly("id"),
	"id":       readOnly("id"),
	"path":     readOnly("path"),
	"revision": readOnly("_revision"),
	"context":  own(),
}

func (s spot) field(name string) field {
	if f, ok := s.mapping[s.at+name]; ok {
		return f
	}
	if f, ok := always[name]; ok {
		return f
	}
	if nested, ok := s.block.Blocks[name]; ok {
		api := name
		if name == "tag" {
			api = "tags"
		}
		if nested.MaxItems == 1 {
			return one(api)
		}
		return list(api)
	}
	return to(name)
}

func (s spot) names() []string {
	names := slices.Collect(maps.Keys(s.block.Attributes))
	names = slices.AppendSeq(names, maps.Keys(s.block.Blocks))
	slices.Sort(names)
	return names
}

// into writes what the spot holds into an object of the API.
func (s spot) into(body object) error {
	for _, name := range s.names() {
		if err := s.field(name).write(s, name, body); err != nil {
			return err
		}
	}
	return nil
}

// from reads what the spot holds from an object of the API.
func (s spot) from(body object) object {
	values := object{}
	for _, name := range s.names() {
		values[name] = s.field(name).read(s, name, body)
	}
	return values
}

// below is an element of a block at the spot.
func (s spot) below(name string, element object) spot {
	return spot{mapping: s.mapping, at: s.at + name + ".", block: s.block.Blocks[name].Block, values: element}
}

// sent is the value of an attribute as it is written: what is empty or nobody has set is not, but for a plain bool, which is false then.
func (s spot) sent(name string) (any, bool) {
	a := s.block.Attributes[name]
	if !a.Required && !a.Optional {
		return nil, false
	}
	value := known(s.values[name])
	if value == nil && !a.Computed && string(a.Type) == `"bool"` {
		return false, true
	}
	items, isList := value.([]any)
	if value == nil || value == "" || isList && len(items) == 0 {
		return nil, false
	}
	return value, true
}

// with adds rows to a mapping, below a block where a prefix is given.
func (m mapping) with(prefix string, rows mapping) mapping {
	result := maps.Clone(m)
	if result == nil {
		result = mapping{}
	}
	for name, f := range rows {
		result[prefix+name] = f
	}
	return result
}
