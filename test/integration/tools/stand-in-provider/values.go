package main

import (
	"fmt"
	"hash/fnv"
	"math/big"
	"math/rand"

	"github.com/hashicorp/terraform-plugin-go/tfprotov5"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"strata.dev/tools/stand-in-provider/schema"
)

// withUnknowns marks every computed attribute that nobody configured as known after apply.
func withUnknowns(b schema.Block, value tftypes.Value) tftypes.Value {
	return mapBlock(b, value, func(_ string, t tftypes.Type) tftypes.Value { return tftypes.NewValue(t, tftypes.UnknownValue) })
}

// withResults gives every computed attribute of a lookup that nobody configured a made-up value: the same for the same question.
func withResults(kind string, b schema.Block, value tftypes.Value) tftypes.Value {
	question := fnv.New32a()
	question.Write([]byte(kind + value.String()))
	return mapBlock(b, value, func(name string, t tftypes.Type) tftypes.Value { return invent(kind+"."+name, question.Sum32(), t) })
}

// tooMany finds the attributes with more elements than they may have.
func tooMany(b schema.Block, value tftypes.Value) []*tfprotov5.Diagnostic {
	var found []*tfprotov5.Diagnostic
	fields := map[string]tftypes.Value{}
	must(value.As(&fields))
	for name, a := range b.Attributes {
		if a.MaxItems == 0 || fields[name].IsNull() || !fields[name].IsKnown() {
			continue
		}
		var elements []tftypes.Value
		must(fields[name].As(&elements))
		if len(elements) > a.MaxItems {
			found = append(found, &tfprotov5.Diagnostic{
				Severity: tfprotov5.DiagnosticSeverityError,
				Summary:  "Too many list items",
				Detail:   fmt.Sprintf("%s: at most %d, got %d", name, a.MaxItems, len(elements)),
			})
		}
	}
	return found
}

func mapBlock(b schema.Block, value tftypes.Value, fill func(string, tftypes.Type) tftypes.Value) tftypes.Value {
	if value.IsNull() || !value.IsKnown() {
		return value
	}
	fields := map[string]tftypes.Value{}
	must(value.As(&fields))
	for name, a := range b.Attributes {
		if a.Computed && fields[name].IsNull() {
			fields[name] = fill(name, a.TerraformType())
		}
	}
	for name, nested := range b.Blocks {
		if fields[name].IsNull() || !fields[name].IsKnown() {
			continue
		}
		var elements []tftypes.Value
		must(fields[name].As(&elements))
		for i := range elements {
			elements[i] = mapBlock(nested.Block, elements[i], fill)
		}
		fields[name] = tftypes.NewValue(fields[name].Type(), elements)
	}
	return tftypes.NewValue(value.Type(), fields)
}

// settled replaces what was known after apply by a made-up value that no other object has, so that a reference to the wrong one shows.
func settled(kind string, value tftypes.Value) tftypes.Value {
	object := rand.Uint32()
	result, err := tftypes.Transform(value, func(path *tftypes.AttributePath, v tftypes.Value) (tftypes.Value, error) {
		if v.IsKnown() {
			return v, nil
		}
		name := kind
		if step, ok := path.LastStep().(tftypes.AttributeName); ok {
			name += "." + string(step)
		}
		return invent(name, object, v.Type()), nil
	})
	must(err)
	return result
}

func invent(name string, seed uint32, t tftypes.Type) tftypes.Value {
	switch {
	case t.Is(tftypes.String):
		return tftypes.NewValue(t, fmt.Sprintf("%s#%08x", name, seed))
	case t.Is(tftypes.Number):
		return tftypes.NewValue(t, new(big.Float).SetInt64(int64(seed%1000)))
	case t.Is(tftypes.Bool):
		return tftypes.NewValue(t, false)
	case t.Is(tftypes.Map{}):
		return tftypes.NewValue(t, map[string]tftypes.Value{})
	case t.Is(tftypes.List{}):
		return tftypes.NewValue(t, []tftypes.Value{invent(name, seed, t.(tftypes.List).ElementType)})
	case t.Is(tftypes.Set{}):
		return tftypes.NewValue(t, []tftypes.Value{invent(name, seed, t.(tftypes.Set).ElementType)})
	case t.Is(tftypes.Object{}):
		fields := map[string]tftypes.Value{}
		for field, fieldType := range t.(tftypes.Object).AttributeTypes {
			fields[field] = invent(name+"."+field, seed, fieldType)
		}
		return tftypes.NewValue(t, fields)
	}
	panic(fmt.Sprintf("no value known for type %s", t))
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}
