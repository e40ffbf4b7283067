// Package definitions keeps the packages in the module whose types controller-gen reads.
package definitions

import (
	_ "github.com/fluxcd/helm-controller/api/v2"
	_ "github.com/fluxcd/source-controller/api/v1"
)
