package nsxt

import (
	"reflect"
	"slices"

	"strata.dev/tools/stand-in-provider/schema"
)

// settle is what the API tells, in the words of a configuration or state: what is empty there and not there here is the same, as it is to
// the SDK that the real provider is made with.
func settle(b schema.Block, read, before object) object {
	result := object{}
	for name := range b.Attributes {
		value := read[name]
		_, own := value.(kept)
		_, late := before[name].(unknown)
		if own || !late && isZero(value) && isZero(before[name]) {
			value = known(before[name])
		}
		result[name] = value
	}
	for name, nested := range b.Blocks {
		if _, own := read[name].(kept); own {
			result[name] = known(before[name])
			continue
		}
		old := elementsOf(before[name])
		elements := []any{}
		for i, element := range elementsOf(read[name]) {
			elements = append(elements, settle(nested.Block, element, counterpart(nested, element, old, i)))
		}
		result[name] = elements
	}
	return result
}

// counterpart is the element that another one was: that of the same place, or in a set the one that agrees with it.
func counterpart(nested schema.Nested, element object, old []object, i int) object {
	if nested.Nesting == "set" {
		at := slices.IndexFunc(old, func(each object) bool { return agree(nested.Block, element, each) })
		if at < 0 {
			return object{}
		}
		return old[at]
	}
	if i < len(old) {
		return old[i]
	}
	return object{}
}

// agree says whether an element may be what another one was planned to be.
func agree(b schema.Block, element, planned object) bool {
	for name, a := range b.Attributes {
		_, own := element[name].(kept)
		_, late := planned[name].(unknown)
		if !own && !late && !same(a, element[name], planned[name]) {
			return false
		}
	}
	for name, nested := range b.Blocks {
		one, other := elementsOf(element[name]), elementsOf(planned[name])
		if len(one) != len(other) {
			return false
		}
		for i, inner := range one {
			match := counterpart(nested, inner, other, i)
			if !agree(nested.Block, inner, match) {
				return false
			}
		}
	}
	return true
}

// same says whether the SDK sees no difference between two values of an attribute.
func same(a schema.Attribute, one, other any) bool {
	if isZero(one) && isZero(other) {
		return true
	}
	first, isList := one.([]any)
	second, alsoList := other.([]any)
	if isList && alsoList && isSet(a) {
		holds := func(all []any, item any) bool {
			return slices.ContainsFunc(all, func(each any) bool { return reflect.DeepEqual(each, item) })
		}
		return len(first) == len(second) && !slices.ContainsFunc(first, func(item any) bool { return !holds(second, item) })
	}
	return reflect.DeepEqual(one, other)
}

func isSet(a schema.Attribute) bool {
	return len(a.Type) > 6 && string(a.Type[:6]) == `["set"`
}
