package main

import (
	"bytes"
	"errors"
	"fmt"
	"os/exec"
	"syscall"
	"time"
)

// What a start takes at most on any machine.
const patience = 20 * time.Second

// A machine is a monitor's process, its output collected.
type machine struct {
	command *exec.Cmd
	output  bytes.Buffer
	ended   chan error
}

func start(command []string) (*machine, error) {
	m := &machine{command: exec.Command(command[0], command[1:]...), ended: make(chan error, 1)}
	m.command.Stdout = &m.output
	m.command.Stderr = &m.output
	if err := m.command.Start(); err != nil {
		return nil, err
	}
	go func() { m.ended <- m.command.Wait() }()
	return m, nil
}

// Waits until the API answers, however often nobody is there yet.
func (m *machine) await(api *api) error {
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		select {
		case err := <-m.ended:
			return fmt.Errorf("the monitor ended: %v: %s", err, m.output.String())
		default:
		}
		if api.get("/", nil) == nil {
			return nil
		}
	}
	return errors.New("nobody answers")
}

// Ends the monitor as a supervisor does, and reads what the kernel says of it.
func (m *machine) terminate() error {
	if err := m.command.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	var exit *exec.ExitError
	select {
	case err := <-m.ended:
		if !errors.As(err, &exit) {
			return fmt.Errorf("the end is %v", err)
		}
	case <-time.After(patience):
		return errors.New("it does not end")
	}
	status := exit.Sys().(syscall.WaitStatus)
	if !status.Signaled() || status.Signal() != syscall.SIGTERM || status.CoreDump() || exit.Error() != "signal: terminated" {
		return fmt.Errorf("the end is %v: %s", exit, m.output.String())
	}
	return nil
}

// Leaves no process behind; none is there to be killed when it has ended.
func (m *machine) kill() {
	_ = m.command.Process.Kill()
}
