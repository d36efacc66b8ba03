// The Go client drives a monitor with nothing but Go's standard library, as every client written in Go does in the end:
//
//	go-client SOCKET KERNEL METRICS COMMAND...
//
// It starts COMMAND, configures and starts a guest over SOCKET, asks it many things at once, pauses and resumes it, ends it by SIGTERM and reads
// the end. METRICS is where the host sees the file "metrics" of the monitor's. One line on standard output for each thing that holds; the first
// that does not hold ends it with status 1.
package main

import (
	"fmt"
	"os"
)

func main() {
	if len(os.Args) < 5 {
		fmt.Fprintln(os.Stderr, "usage: go-client SOCKET KERNEL METRICS COMMAND...")
		os.Exit(2)
	}
	socket, kernel, metrics, command := os.Args[1], os.Args[2], os.Args[3], os.Args[4:]
	machine, err := start(command)
	if err != nil {
		fail("started", err)
	}
	defer machine.kill()
	api := newAPI(socket)
	for _, step := range []struct {
		name string
		run  func() error
	}{
		{"answers", func() error { return machine.await(api) }},
		{"configured", func() error { return configure(api, kernel) }},
		{"refused, and the connection kept", func() error { return refusals(api) }},
		{"one connection for all of it", func() error { return api.dialed(1) }},
		{"running", func() error { return run(api) }},
		{"many at once", func() error { return crowd(api, "Running") }},
		{"paused", func() error { return pause(api) }},
		{"many at once while paused", func() error { return crowd(api, "Paused") }},
		{"resumed", func() error { return resume(api) }},
		{"metrics", func() error { return flush(api, metrics) }},
		{"ended by SIGTERM", machine.terminate},
	} {
		if err := step.run(); err != nil {
			machine.kill()
			fail(step.name, err)
		}
		fmt.Println(step.name)
	}
}

func fail(name string, err error) {
	fmt.Fprintf(os.Stderr, "not so: %s: %v\n", name, err)
	os.Exit(1)
}
