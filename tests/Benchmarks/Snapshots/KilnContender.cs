using System.Diagnostics;
using System.IO;
using System.Threading;
using Kiln.Testing.Harness;

namespace Kiln.Benchmarks.Snapshots;

/// <summary>Kiln's monitor, filtered and not jailed, as its peer is not.</summary>
/// <param name="folder">For the files of the snapshot, in memory.</param>
/// <param name="mebibytes">Guest memory.</param>
/// <param name="words">The guest's command line.</param>
internal sealed class KilnContender(Stage stage, string folder, int mebibytes, string words) : ISnapshotContender
{
    public string Name => "vmm";

    public IRunningMachine Start()
    {
        Machine machine = new(stage.Vmm, folder);
        machine.Do("PUT", "/machine-config", $$"""{"vcpu_count": 1, "mem_size_mib": {{mebibytes}}}""");
        machine.Do("PUT", "/boot-source", $$"""{"kernel_image_path": "{{stage.Guest("state")}}", "boot_args": "{{words}}"}""");
        machine.Do("PUT", "/actions", """{"action_type": "InstanceStart"}""");
        machine.Await(ISnapshotContender.FirstResults);
        return machine;
    }

    public IRunningMachine StartEmpty() => new Machine(stage.Vmm, folder);

    private sealed class Machine : IRunningMachine
    {
        private readonly Process _process;
        private readonly ConsoleReader _console;
        private readonly ApiClient _client;
        private readonly string _files;

        internal Machine(string program, string folder)
        {
            string socket = Path.Combine(folder, "kiln.sock");
            File.Delete(socket);
            _files = $"\"snapshot_path\": \"{folder}/state\", \"mem_file_path\": \"{folder}/memory\"";
            _process = System.Diagnostics.Process.Start(new ProcessStartInfo(program, ["--api-sock", socket, "--level", "Off"])
            {
                RedirectStandardOutput = true,
                RedirectStandardInput = true,
            })!;
            _console = new ConsoleReader(_process);
            SpinWait.SpinUntil(() => File.Exists(socket));
            ApiClient? client = null;
            while (client is null)
            {
                try
                {
                    client = new ApiClient(socket);
                }
                catch (System.Net.Sockets.SocketException)
                {
                    // Between bind and listen.
                    Thread.Yield();
                }
            }
            _client = client;
        }

        public int Process => _process.Id;

        public void Pause() => Do("PATCH", "/vm", """{"state": "Paused"}""");

        public void Create() => Do("PUT", "/snapshot/create", $"{{{_files}}}");

        public void Resume() => Do("PATCH", "/vm", """{"state": "Resumed"}""");

        public void Load() => Do("PUT", "/snapshot/load", $"{{{_files}, \"resume_vm\": true}}");

        public void AwaitByte() => Await(1);

        internal void Await(int count) => _console.Await(count);

        public void Dispose()
        {
            _client.Dispose();
            _process.Kill();
            _process.WaitForExit();
            _process.Dispose();
        }

        internal void Do(string method, string path, string body)
        {
            Answer answer = _client.Request(method, path, body);
            if (answer.Status != 204)
            {
                throw new InvalidOperationException($"{method} {path}: {answer}");
            }
        }
    }
}
