package nsxt

import "maps"

// kinds are all the types of resources, by name.
var kinds = merged(segmentKinds, gatewayKinds, addressKinds, profileKinds, groupKinds, serviceKinds, policyKinds, predefinedKinds, machineKinds, tenancyKinds, vpcKinds)

func merged(tables ...map[string]kind) map[string]kind {
	all := map[string]kind{}
	for _, table := range tables {
		maps.Copy(all, table)
	}
	return all
}
