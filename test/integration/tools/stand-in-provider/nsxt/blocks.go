package nsxt

// one is a block of one element: an object of the API.
func one(api string) field {
	return field{
		write: func(s spot, name string, body object) error {
			element := only(s.values[name])
			if element == nil {
				return nil
			}
			inner := object{}
			if err := s.below(name, element).into(inner); err != nil {
				return err
			}
			set(body, api, inner)
			return nil
		},
		read: func(s spot, name string, body object) any {
			inner, ok := get(body, api).(object)
			if !ok {
				return []any{}
			}
			return []any{s.below(name, nil).from(inner)}
		},
	}
}

// list is a block of any number of elements: a list of objects.
func list(api string) field {
	return field{
		write: func(s spot, name string, body object) error {
			items := []any{}
			for _, element := range elementsOf(s.values[name]) {
				item := object{}
				if err := s.below(name, element).into(item); err != nil {
					return err
				}
				items = append(items, item)
			}
			if len(items) > 0 {
				set(body, api, items)
			}
			return nil
		},
		read: func(s spot, name string, body object) any {
			elements := []any{}
			for _, item := range elementsOf(get(body, api)) {
				elements = append(elements, s.below(name, nil).from(item))
			}
			return elements
		},
	}
}

// inline is a block whose attributes are those of the object that it stands in; it is there if the object has an attribute.
func inline(api string) field {
	return field{
		write: func(s spot, name string, body object) error {
			if element := only(s.values[name]); element != nil {
				return s.below(name, element).into(body)
			}
			return nil
		},
		read: func(s spot, name string, body object) any {
			if isZero(body[api]) {
				return []any{}
			}
			return []any{s.below(name, nil).from(body)}
		},
	}
}

// variant is a block of one element that shares an attribute of the API with others, told apart by the type.
func variant(api, kind string) field {
	plain := one(api)
	return field{
		write: func(s spot, name string, body object) error {
			if only(s.values[name]) == nil {
				return nil
			}
			if err := plain.write(s, name, body); err != nil {
				return err
			}
			set(body, api+".resource_type", kind)
			return nil
		},
		read: func(s spot, name string, body object) any {
			if get(body, api+".resource_type") != kind {
				return []any{}
			}
			return plain.read(s, name, body)
		},
	}
}

// items is a block whose elements are the items of one type in a list that holds others as well.
func items(api, kind string, finish func(item object)) field {
	return field{
		write: func(s spot, name string, body object) error {
			for _, element := range elementsOf(s.values[name]) {
				item := object{"resource_type": kind}
				if err := s.below(name, element).into(item); err != nil {
					return err
				}
				finish(item)
				before, _ := body[api].([]any)
				body[api] = append(before, item)
			}
			return nil
		},
		read: func(s spot, name string, body object) any {
			elements := []any{}
			for _, item := range elementsOf(body[api]) {
				if item["resource_type"] == kind {
					elements = append(elements, s.below(name, nil).from(item))
				}
			}
			return elements
		},
	}
}
