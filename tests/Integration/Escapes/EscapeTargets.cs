using System.Globalization;
using System.IO;
using System.Text.RegularExpressions;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Mono.Unix.Native;
using Xunit;

namespace Kiln.Integration.Tests.Escapes;

/// <summary>The targets of attempts, by the names in their arguments, each created on first use.</summary>
internal sealed partial class EscapeTargets : IDisposable
{
    // What attempts to read files read; tests/hostile knows it too.
    private const string Secret = "secret of the host";

    private TestCgroup? _cgroup;
    private readonly TestJail _jail;
    private readonly Dictionary<string, string> _values = [];
    private readonly List<RunningProgram> _servants = [];

    /// <summary>Creates the file outside the jail.</summary>
    internal EscapeTargets(TestJail jail)
    {
        _jail = jail;
        _values["hostile"] = Artifacts.Hostile;
        _values["base"] = _jail.BaseDirectory;
        _values["name"] = _jail.Id;
        _values["device"] = $"k{_jail.Id[^10..]}";
        _values["secret"] = Path.Combine(_jail.BaseDirectory, "secret");
        File.WriteAllText(_values["secret"], Secret);
    }

    /// <summary>Replaces every <c>{name}</c> in arguments by the target's value.</summary>
    /// <param name="words">The words, with blanks between them.</param>
    internal string[] Prepare(string words) => Placeholder()
        .Replace(words, match => ValueOf(match.Groups[1].Value))
        .Split(' ', StringSplitOptions.RemoveEmptyEntries);

    public void Dispose()
    {
        _servants.ForEach(End);
        _cgroup?.Dispose();
        if (_values.ContainsKey("network"))
        {
            RunningProgram.Run("ip", "netns", "delete", _jail.Id);
        }
    }

    // These processes clean up when their input ends; killing them would leave their traces on the host.
    private static void End(RunningProgram servant)
    {
        servant.EndInput();
        servant.WaitForEnd();
        servant.Dispose();
    }

    private string ValueOf(string name)
    {
        if (!_values.ContainsKey(name))
        {
            Make(name);
        }
        return _values[name];
    }

    private void Make(string name)
    {
        switch (name)
        {
            case "victim" or "address":
                MakeProcess("victim", "address", ["setpriv", "--reuid", $"{TestJail.UserId}", "--regid", $"{TestJail.GroupId}", "--clear-groups"]);
                break;
            case "stranger" or "strangers-address":
                MakeProcess("stranger", "strangers-address", []);
                break;
            case "set-id":
                Stage(name, 0x9ED);
                break;
            case "capable":
                Stage(name, 0x1ED);
                GrantCapability(Path.Combine(_jail.Root, name));
                break;
            case "disk":
                _values[name] = BlockDevice.Readable().Replace(':', ' ');
                break;
            case "handle":
                _values[name] = RunningProgram.Run(Artifacts.Hostile, "role", "handle-of", _jail.BaseDirectory).Output.Trim();
                Assert.SkipWhen(_values[name].Length == 0, "needs file handles: the file system of /srv has none");
                break;
            case "server" or "port":
                _values["server"] = _jail.Id;
                _values["port"] = Serve("servers", _jail.Id);
                break;
            case "cgroup":
                _cgroup = new TestCgroup();
                _values["cgroup"] = _cgroup.Name;
                break;
            case "memory" or "queue":
                (_values["memory"], _values["queue"]) = ($"{Random.Shared.Next(1, int.MaxValue)}", _jail.Id);
                Serve("queues", _values["memory"], _values["queue"]);
                break;
            case "network":
                Assert.Equal(0, RunningProgram.Run("ip", "netns", "add", _jail.Id).Status);
                _values[name] = $"/var/run/netns/{_jail.Id}";
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(name), name, "nothing is prepared under this name");
        }
    }

    private void MakeProcess(string nameOfId, string nameOfAddress, string[] launcher)
    {
        RunningProgram process = RunningProgram.Start([.. launcher, Artifacts.Hostile, "role", "victim"]);
        _servants.Add(process);
        process.WaitForOutput("\n");
        _values[nameOfId] = process.Id.ToString(CultureInfo.InvariantCulture);
        _values[nameOfAddress] = process.Output.Trim();
    }

    private string Serve(params string[] role)
    {
        RunningProgram process = RunningProgram.Start([Artifacts.Hostile, "role", .. role]);
        _servants.Add(process);
        process.WaitForOutput("\n");
        return process.Output.Trim();
    }

    // A copy of the hostile program that belongs to root.
    private void Stage(string name, uint permissions)
    {
        string path = ProgramCopy.Create(Artifacts.Hostile, Path.Combine(_jail.Root, name));
        Assert.Equal(0, Syscall.chmod(path, (FilePermissions)permissions));
        _values[name] = "/" + name;
    }

    // struct vfs_cap_data of linux/capability.h: revision 2 and the flag for "effective", then CAP_SYS_ADMIN, 21, among those permitted.
    private static void GrantCapability(string path)
    {
        byte[] data = [1, 0, 0, 2, 0, 0, 0x20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        Assert.Equal(0, Syscall.setxattr(path, "security.capability", data));
    }

    [GeneratedRegex("\\{([a-z-]+)\\}")]
    private static partial Regex Placeholder();
}
