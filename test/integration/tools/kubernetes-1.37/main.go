// node prints what a kubelet would report of a machine: the capacity and the allocatable of its Node object, by the kubelet's own code,
// for any machine. It starts nothing and reads nothing of the machine it runs on.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"strconv"

	cadvisor "github.com/google/cadvisor/lib/model"
	v1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	"k8s.io/apimachinery/pkg/util/validation/field"
	utilfeature "k8s.io/apiserver/pkg/util/feature"
	logsapi "k8s.io/component-base/logs/api/v1"
	"k8s.io/klog/v2"
	_ "k8s.io/kubernetes/cmd/kubelet/app"
	kubeletconfig "k8s.io/kubernetes/pkg/kubelet/apis/config"
	"k8s.io/kubernetes/pkg/kubelet/apis/config/scheme"
	"k8s.io/kubernetes/pkg/kubelet/apis/config/validation"
	kubeletcadvisor "k8s.io/kubernetes/pkg/kubelet/cadvisor"
	"k8s.io/kubernetes/pkg/kubelet/eviction"
	evictionapi "k8s.io/kubernetes/pkg/kubelet/eviction/api"
	"k8s.io/kubernetes/pkg/kubelet/nodestatus"
	"k8s.io/utils/cpuset"
	_ "unsafe" // for go:linkname
)

// The steps of the kubelet between its file and its node that it does not export.

//go:linkname loadConfigFile k8s.io/kubernetes/cmd/kubelet/app.loadConfigFile
func loadConfigFile(ctx context.Context, name string) (*kubeletconfig.KubeletConfiguration, error)

//go:linkname parseResourceList k8s.io/kubernetes/cmd/kubelet/app.parseResourceList
func parseResourceList(m map[string]string) (v1.ResourceList, error)

//go:linkname getReservedCPUs k8s.io/kubernetes/cmd/kubelet/app.getReservedCPUs
func getReservedCPUs(logger klog.Logger, machineInfo *cadvisor.MachineInfo, cpus string) (cpuset.CPUSet, error)

//go:linkname hardEvictionReservation k8s.io/kubernetes/pkg/kubelet/cm.hardEvictionReservation
func hardEvictionReservation(thresholds []evictionapi.Threshold, capacity v1.ResourceList) v1.ResourceList

func main() {
	file := flag.String("config", "", "the KubeletConfiguration")
	cpus := flag.Int("cpus", 0, "logical processors")
	memory := flag.Uint64("memory", 0, "MemTotal of /proc/meminfo, in bytes")
	storage := flag.Uint64("ephemeral-storage", 0, "size of the file system of /var/lib/kubelet, in bytes")
	flag.Parse()
	klog.LogToStderr(false)
	klog.SetOutput(io.Discard)
	defer refuse()
	if err := report(context.Background(), *file, machine(*cpus, *memory), *storage); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// refuse says in one line what the kubelet panics over: a feature gate that is not known.
func refuse() {
	if reason := recover(); reason != nil {
		fmt.Fprintln(os.Stderr, reason)
		os.Exit(1)
	}
}

// machine is one socket without hyper-threading: only `reservedSystemCPUs` asks for its shape.
func machine(cpus int, memory uint64) *cadvisor.MachineInfo {
	cores := make([]cadvisor.Core, cpus)
	for i := range cores {
		cores[i] = cadvisor.Core{Id: i, Threads: []int{i}}
	}
	return &cadvisor.MachineInfo{
		NumCores:         cpus,
		NumPhysicalCores: cpus,
		NumSockets:       1,
		MemoryCapacity:   memory,
		Topology:         []cadvisor.Node{{Id: 0, Memory: memory, Cores: cores}},
	}
}

func report(ctx context.Context, file string, info *cadvisor.MachineInfo, storage uint64) error {
	config, err := loaded(ctx, file)
	if err != nil {
		return err
	}
	capacity := kubeletcadvisor.CapacityFromMachineInfo(info)
	if config.LocalStorageCapacityIsolation {
		for name, quantity := range kubeletcadvisor.EphemeralStorageCapacityFromFsInfo(cadvisor.FsInfo{Capacity: storage}) {
			capacity[name] = quantity
		}
	}
	reservation, err := reserved(config, info, capacity)
	if err != nil {
		return err
	}

	node := &v1.Node{}
	setter := nodestatus.MachineInfo(
		"node", int(config.MaxPods), int(config.PodsPerCore),
		func() (*cadvisor.MachineInfo, error) { return info, nil },
		func(klog.Logger, bool) v1.ResourceList { return capacity },
		func(klog.Logger) (v1.ResourceList, v1.ResourceList, []string) { return nil, nil, nil },
		func() v1.ResourceList { return reservation },
		func(string, string, string) {},
		func() *bool { return nil },
		config.LocalStorageCapacityIsolation,
	)
	if err := setter(ctx, node); err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(map[string]v1.ResourceList{
		"capacity":    node.Status.Capacity,
		"allocatable": node.Status.Allocatable,
	})
}

// loaded does what NewKubeletCommand does with its file: decoded, defaulted, then validated under its feature gates. But kubelet only logs
// a field that it does not know, which is an error here; and it looks whether its own host has cgroup v2, which this one need not have.
func loaded(ctx context.Context, file string) (*kubeletconfig.KubeletConfiguration, error) {
	if err := decodedStrictly(file); err != nil {
		return nil, err
	}
	config, err := loadConfigFile(ctx, file)
	if err != nil {
		return nil, err
	}
	if err := utilfeature.DefaultMutableFeatureGate.SetFromMap(config.FeatureGates); err != nil {
		return nil, err
	}
	if err := logsapi.ValidateAndApplyAsField(&config.Logging, utilfeature.DefaultFeatureGate, field.NewPath("logging")); err != nil {
		return nil, err
	}
	klog.SetOutput(io.Discard)
	validated := config.DeepCopy()
	validated.FailCgroupV1 = false
	return config, validation.ValidateKubeletConfiguration(validated, utilfeature.DefaultFeatureGate)
}

func decodedStrictly(file string) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	_, codecs, err := scheme.NewSchemeAndCodecs(serializer.EnableStrict)
	if err != nil {
		return err
	}
	_, _, err = codecs.UniversalDecoder().Decode(data, nil, nil)
	return err
}

// reserved is what `run` of the kubelet hands its container manager, then GetNodeAllocatableReservation and validateNodeAllocatable of
// that: their type is not exported, and its constructor writes to the folders of a kubelet.
func reserved(config *kubeletconfig.KubeletConfiguration, info *cadvisor.MachineInfo, capacity v1.ResourceList) (v1.ResourceList, error) {
	cpus, err := getReservedCPUs(klog.Background(), info, config.ReservedSystemCPUs)
	if err != nil {
		return nil, err
	}
	if cpus.Size() > 0 {
		delete(config.KubeReserved, "cpu")
		if config.SystemReserved == nil {
			config.SystemReserved = map[string]string{}
		}
		config.SystemReserved["cpu"] = strconv.Itoa(cpus.Size())
	}
	kube, err := parseResourceList(config.KubeReserved)
	if err != nil {
		return nil, fmt.Errorf("--kube-reserved value failed to parse: %w", err)
	}
	system, err := parseResourceList(config.SystemReserved)
	if err != nil {
		return nil, fmt.Errorf("--system-reserved value failed to parse: %w", err)
	}
	thresholds, err := eviction.ParseThresholdConfig(nil, config.EvictionHard, nil, nil, nil)
	if err != nil {
		return nil, err
	}

	evicted := hardEvictionReservation(thresholds, capacity)
	result := v1.ResourceList{}
	for name, has := range capacity {
		sum := system[name].DeepCopy()
		sum.Add(kube[name])
		sum.Add(evicted[name])
		if sum.Cmp(has) > 0 {
			return nil, fmt.Errorf("invalid Node Allocatable configuration. Resource %q has a reservation of %v but capacity of %v", name, &sum, &has)
		}
		if !sum.IsZero() {
			result[name] = sum
		}
	}
	return result, nil
}
