using System.Diagnostics;
using System.IO;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Threading;

namespace Kiln.Benchmarks.Snapshots;

/// <summary>QEMU's smallest machine, which migrates to a file and from it.</summary>
/// <param name="folder">For the files, in memory.</param>
/// <param name="mebibytes">Guest memory.</param>
/// <param name="words">The guest's command line.</param>
internal sealed class QemuContender(Stage stage, string folder, int mebibytes, string words) : ISnapshotContender
{
    private const string Program = "/usr/bin/qemu-system-x86_64";

    /// <summary>Whether QEMU is installed.</summary>
    internal static bool IsInstalled => File.Exists(Program);

    public string Name => "QEMU";

    public IRunningMachine Start()
    {
        Machine machine = new(Arguments(), folder);
        machine.Await(ISnapshotContender.FirstResults);
        return machine;
    }

    public IRunningMachine StartEmpty() => new Machine([.. Arguments(), "-incoming", "defer"], folder);

    private string[] Arguments() =>
    [
        "-M", "microvm,acpi=off,auto-kernel-cmdline=on,rtc=off,x-option-roms=off", "-enable-kvm", "-cpu", "qemu64,+xsaveerptr",
        "-smp", "1", "-m", $"{mebibytes}", "-nodefaults", "-no-user-config", "-display", "none", "-no-reboot", "-serial", "stdio",
        "-qmp", $"unix:{folder}/qmp.sock,server=on,wait=off", "-kernel", stage.Guest("state"), "-append", words,
    ];

    private sealed class Machine : IRunningMachine
    {
        private readonly Process _process;
        private readonly ConsoleReader _console;
        private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        private readonly StreamReader _answers;
        private readonly string _file;

        internal Machine(string[] arguments, string folder)
        {
            _file = Path.Combine(folder, "migration");
            string socket = Path.Combine(folder, "qmp.sock");
            File.Delete(socket);
            _process = System.Diagnostics.Process.Start(
                new ProcessStartInfo(Program, arguments) { RedirectStandardOutput = true, RedirectStandardInput = true })!;
            _console = new ConsoleReader(_process);
            SpinWait.SpinUntil(() => File.Exists(socket) && TryConnect(socket));
            _socket.ReceiveTimeout = 30_000;
            _answers = new StreamReader(new NetworkStream(_socket), Encoding.UTF8);
            _answers.ReadLine();
            Ask("""{"execute": "qmp_capabilities"}""");
        }

        public int Process => _process.Id;

        public void Pause() => Ask("""{"execute": "stop"}""");

        // As fast as the file takes it: the default is made for networks.
        public void Create()
        {
            Ask("""{"execute": "migrate-set-parameters", "arguments": {"max-bandwidth": 100000000000}}""");
            Ask($$$"""{"execute": "migrate", "arguments": {"uri": "exec:cat > {{{_file}}}"}}""");
            while (Ask("""{"execute": "query-migrate"}""").GetProperty("status").GetString() != "completed")
            {
                Thread.Sleep(1);
            }
        }

        public void Resume() => Ask("""{"execute": "cont"}""");

        public void Load()
        {
            Ask($$$"""{"execute": "migrate-incoming", "arguments": {"uri": "exec:cat {{{_file}}}"}}""");
            while (Ask("""{"execute": "query-migrate"}""") is var state && !(state.TryGetProperty("status", out JsonElement status) && status.GetString() == "completed"))
            {
                Thread.Yield();
            }
            Resume();
        }

        public void AwaitByte() => Await(1);

        internal void Await(int count) => _console.Await(count);

        public void Dispose()
        {
            _answers.Dispose();
            _socket.Dispose();
            _process.Kill();
            _process.WaitForExit();
            _process.Dispose();
        }

        private bool TryConnect(string path)
        {
            try
            {
                _socket.Connect(new UnixDomainSocketEndPoint(path));
                return true;
            }
            catch (SocketException)
            {
                return false;
            }
        }

        // Events come between answers.
        private JsonElement Ask(string command)
        {
            _socket.Send(Encoding.UTF8.GetBytes(command + "\n"));
            while (true)
            {
                JsonElement answer = JsonDocument.Parse(_answers.ReadLine()!).RootElement;
                if (answer.TryGetProperty("return", out JsonElement value))
                {
                    return value;
                }
                if (answer.TryGetProperty("error", out JsonElement error))
                {
                    throw new InvalidOperationException($"{command}: {error}");
                }
            }
        }
    }
}
