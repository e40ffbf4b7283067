package nsxt

import (
	"reflect"
	"slices"
	"strings"

	"strata.dev/tools/stand-in-provider/schema"
)

// traits are what a schema in JSON does not tell.
type traits struct {
	// defaults by dotted name.
	defaults object
	// forceNew names what cannot be changed without replacing the object; `context` and `nsx_id` are so everywhere.
	forceNew []string
	// computedBlocks are those that keep what NSX has where nobody configures them.
	computedBlocks []string
	// changesId says that a change of `nsx_id` does not replace the object.
	changesId bool
}

// plan is what a configuration makes of an object: with its defaults, and what nobody sets known after apply, or as it was.
func (t traits) plan(b schema.Block, before, proposed object) object {
	planned := t.complete(b, "", before, proposed, before == nil)
	if before == nil {
		return planned
	}
	return settleSame(b, planned, before)
}

func (t traits) complete(b schema.Block, at string, before, proposed object, creating bool) object {
	result := object{}
	for name, a := range b.Attributes {
		value := proposed[name]
		if value == nil {
			value = t.defaults[at+name]
		}
		if value == nil && a.Computed && creating {
			value = unknown{}
		}
		result[name] = value
	}
	for name, nested := range b.Blocks {
		if _, late := proposed[name].(unknown); late {
			result[name] = proposed[name]
			continue
		}
		elements := []any{}
		old := elementsOf(before[name])
		for i, element := range elementsOf(proposed[name]) {
			elements = append(elements, t.complete(nested.Block, at+name+".", counterpart(nested, element, old, i), element, creating))
		}
		result[name] = elements
		if len(elements) == 0 && slices.Contains(t.computedBlocks, at+name) {
			result[name] = before[name]
			if creating {
				result[name] = unknown{}
			}
		}
	}
	return result
}

// settleSame takes the values of the state where the SDK sees no difference to the planned ones.
func settleSame(b schema.Block, planned, before object) object {
	result := object{}
	for name, a := range b.Attributes {
		result[name] = planned[name]
		if _, late := planned[name].(unknown); !late && same(a, planned[name], before[name]) {
			result[name] = before[name]
		}
	}
	for name, nested := range b.Blocks {
		if _, late := planned[name].(unknown); late {
			result[name] = planned[name]
			continue
		}
		old := elementsOf(before[name])
		elements := []any{}
		for i, element := range elementsOf(planned[name]) {
			elements = append(elements, settleSame(nested.Block, element, counterpart(nested, element, old, i)))
		}
		result[name] = elements
	}
	return result
}

// replaced names the blocks and attributes whose change replaces the object.
func (t traits) replaced(b schema.Block, planned, before object) []string {
	names := append([]string{"context"}, t.forceNew...)
	if !t.changesId {
		names = append(names, "nsx_id")
	}
	roots := []string{}
	for _, name := range names {
		root, _, _ := strings.Cut(name, ".")
		if isNew(b, name, pick(planned, name), pick(before, name)) && !slices.Contains(roots, root) {
			roots = append(roots, root)
		}
	}
	return roots
}

// isNew says whether the values at a name have changed. What is computed has not where nobody sets it: an element of a block that takes the
// place of another gets its id later.
func isNew(b schema.Block, name string, planned, before []any) bool {
	head, rest, nested := strings.Cut(name, ".")
	if nested && b.Blocks[head].Block.Attributes[rest].Computed {
		return slices.ContainsFunc(planned, func(value any) bool {
			return value != nil && !slices.ContainsFunc(before, func(old any) bool { return reflect.DeepEqual(value, old) })
		})
	}
	return !reflect.DeepEqual(planned, before)
}

// pick is all that stands at a dotted name, in however many elements; what is empty and what is not there look the same.
func pick(values object, name string) []any {
	head, rest, nested := strings.Cut(name, ".")
	if nested {
		found := []any{}
		for _, element := range elementsOf(values[head]) {
			found = append(found, pick(element, rest)...)
		}
		return found
	}
	if isZero(values[head]) {
		return []any{nil}
	}
	return []any{values[head]}
}
