package nsxt

import (
	"strconv"
	"strings"
)

// to is an attribute of another name, dotted where it lies within objects.
func to(api string) field {
	return field{
		write: func(s spot, name string, body object) error {
			if value, ok := s.sent(name); ok {
				set(body, api, value)
			}
			return nil
		},
		read: func(_ spot, _ string, body object) any { return get(body, api) },
	}
}

// unlessUnset is an attribute of the same name that is not sent where nobody has set it, not even if it is a bool.
func unlessUnset() field {
	return field{
		write: func(s spot, name string, body object) error {
			if value := known(s.values[name]); value != nil {
				body[name] = value
			}
			return nil
		},
		read: func(_ spot, name string, body object) any { return body[name] },
	}
}

// or is an attribute of the same name that is sent with a value of the provider's where nobody has set it.
func or(value any) field {
	return field{
		write: func(s spot, name string, body object) error {
			body[name] = value
			if given := known(s.values[name]); given != nil {
				body[name] = given
			}
			return nil
		},
		read: func(_ spot, name string, body object) any { return body[name] },
	}
}

// readOnly is never sent.
func readOnly(api string) field {
	return field{
		write: func(spot, string, object) error { return nil },
		read:  func(_ spot, _ string, body object) any { return get(body, api) },
	}
}

// own is the provider's own: no object of the API has it.
func own() field {
	return field{
		write: func(spot, string, object) error { return nil },
		read:  func(spot, string, object) any { return kept{} },
	}
}

// inverted is a bool that the API has the other way round.
func inverted(api string) field {
	return converted(api, func(value any) any { return value != true }, func(value any) any { return value != true })
}

// firstOf is the one item of a list.
func firstOf(api string) field {
	return converted(api, func(value any) any { return []any{value} }, func(value any) any {
		if items, _ := value.([]any); len(items) > 0 {
			return items[0]
		}
		return nil
	})
}

// joined is a list that the API has as one text with commas.
func joined(api string) field {
	write := func(value any) any {
		items := []string{}
		for _, item := range value.([]any) {
			items = append(items, text(item))
		}
		return strings.Join(items, ",")
	}
	return converted(api, write, func(value any) any {
		items := []any{}
		for _, item := range strings.Split(text(value), ",") {
			if item != "" {
				items = append(items, item)
			}
		}
		return items
	})
}

// number is a text that the API has as a number.
func number(api string) field {
	write := func(value any) any {
		n, err := strconv.ParseFloat(text(value), 64)
		if err != nil {
			return value
		}
		return n
	}
	return converted(api, write, func(value any) any {
		if n, ok := value.(float64); ok {
			return strconv.FormatFloat(n, 'f', -1, 64)
		}
		return nil
	})
}

// anyIfEmpty is a list that the API has as ANY where it is empty.
// Source: setPathListInMap and getPathListFromSchema, https://github.com/vmware/terraform-provider-nsxt/blob/v3.12.0/nsxt/policy_utils.go
func anyIfEmpty() field {
	return field{
		write: func(s spot, name string, body object) error {
			body[name] = []any{"ANY"}
			if value, ok := s.sent(name); ok {
				body[name] = value
			}
			return nil
		},
		read: func(_ spot, name string, body object) any {
			items, _ := body[name].([]any)
			if len(items) == 1 && items[0] == "ANY" {
				return []any{}
			}
			return items
		},
	}
}

func converted(api string, write, read func(any) any) field {
	return field{
		write: func(s spot, name string, body object) error {
			if value, ok := s.sent(name); ok {
				set(body, api, write(value))
			}
			return nil
		},
		read: func(_ spot, _ string, body object) any { return read(get(body, api)) },
	}
}

// set puts a value at a dotted name.
func set(body object, api string, value any) {
	parts := strings.Split(api, ".")
	for _, part := range parts[:len(parts)-1] {
		if body[part] == nil {
			body[part] = object{}
		}
		body = body[part].(object)
	}
	body[parts[len(parts)-1]] = value
}

// get is the value at a dotted name, nil where there is none.
func get(body object, api string) any {
	parts := strings.Split(api, ".")
	for _, part := range parts[:len(parts)-1] {
		body, _ = body[part].(object)
	}
	return body[parts[len(parts)-1]]
}
