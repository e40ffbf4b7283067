package nsxt

import (
	"fmt"
	"math/big"
	"reflect"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"strata.dev/tools/stand-in-provider/schema"
)

// object is a value of a block, or a JSON object of the API.
type object = map[string]any

// unknown is a value that is known after apply.
type unknown struct{}

// kept stands for an attribute that the API does not tell: it stays as it is.
type kept struct{}

// decode makes plain values of Terraform's: numbers are float64, as JSON has them.
func decode(value tftypes.Value) any {
	if !value.IsKnown() {
		return unknown{}
	}
	if value.IsNull() {
		return nil
	}
	switch t := value.Type(); {
	case t.Is(tftypes.String):
		return as[string](value)
	case t.Is(tftypes.Bool):
		return as[bool](value)
	case t.Is(tftypes.Number):
		exact := as[big.Float](value)
		number, _ := exact.Float64()
		return number
	case t.Is(tftypes.List{}), t.Is(tftypes.Set{}):
		items := []any{}
		for _, item := range as[[]tftypes.Value](value) {
			items = append(items, decode(item))
		}
		return items
	default:
		fields := object{}
		for name, field := range as[map[string]tftypes.Value](value) {
			fields[name] = decode(field)
		}
		return fields
	}
}

func as[T any](value tftypes.Value) (result T) {
	must(value.As(&result))
	return result
}

// encodeBlock is the opposite of decode: blocks that are not there are no elements, attributes that are not there are null.
func encodeBlock(b schema.Block, fields object) tftypes.Value {
	t := b.TerraformType()
	values := map[string]tftypes.Value{}
	for name, a := range b.Attributes {
		values[name] = encode(a.TerraformType(), fields[name])
	}
	for name, nested := range b.Blocks {
		if _, late := fields[name].(unknown); late {
			values[name] = tftypes.NewValue(t.AttributeTypes[name], tftypes.UnknownValue)
			continue
		}
		elements := []tftypes.Value{}
		for _, element := range elementsOf(fields[name]) {
			elements = append(elements, encodeBlock(nested.Block, element))
		}
		values[name] = tftypes.NewValue(t.AttributeTypes[name], elements)
	}
	return tftypes.NewValue(t, values)
}

func encode(t tftypes.Type, value any) tftypes.Value {
	switch v := value.(type) {
	case nil:
		return tftypes.NewValue(t, nil)
	case unknown:
		return tftypes.NewValue(t, tftypes.UnknownValue)
	case float64:
		return tftypes.NewValue(t, big.NewFloat(v))
	case []any:
		items := []tftypes.Value{}
		for _, item := range v {
			items = append(items, encode(elementType(t), item))
		}
		return tftypes.NewValue(t, items)
	case object:
		fields := map[string]tftypes.Value{}
		for name, field := range t.(tftypes.Object).AttributeTypes {
			fields[name] = encode(field, v[name])
		}
		return tftypes.NewValue(t, fields)
	default:
		return tftypes.NewValue(t, v)
	}
}

func elementType(t tftypes.Type) tftypes.Type {
	switch list := t.(type) {
	case tftypes.List:
		return list.ElementType
	case tftypes.Set:
		return list.ElementType
	}
	panic(fmt.Sprintf("a list was made for %s", t))
}

// elementsOf are the elements of a block; none, where there are none or they are not known yet.
func elementsOf(value any) []object {
	items, _ := value.([]any)
	elements := []object{}
	for _, item := range items {
		if element, ok := item.(object); ok {
			elements = append(elements, element)
		}
	}
	return elements
}

// only is the one element of a block that has at most one, and nil if it has none.
func only(value any) object {
	if elements := elementsOf(value); len(elements) > 0 {
		return elements[0]
	}
	return nil
}

func text(value any) string {
	s, _ := value.(string)
	return s
}

// isZero says whether the SDK of the real provider takes a value for one that is not there.
func isZero(value any) bool {
	switch v := value.(type) {
	case nil:
		return true
	case []any:
		return len(v) == 0
	case string, bool, float64:
		return reflect.ValueOf(v).IsZero()
	}
	return false
}

// known is a value, and nil in place of one that is not known yet.
func known(value any) any {
	if _, late := value.(unknown); late {
		return nil
	}
	return value
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}
