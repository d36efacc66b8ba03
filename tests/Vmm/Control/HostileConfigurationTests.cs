using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using Kiln.Testing.Harness;
using Kiln.Testing.Vmm;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Json;
using Kiln.Vmm.Model;
using Kiln.Vmm.Wire;
using Xunit;

namespace Kiln.Vmm.Tests.Control;

/// <summary>A file of any content is a configuration or one error line, and its cost is bounded.</summary>
public sealed class HostileConfigurationTests(ITestOutputHelper output)
{
    private const int Mutants = 20_000;
    private const int MaximumLength = 1024 * 1024;

    private const string Good = """
        {
          "boot-source": {"kernel_image_path": "vmlinux", "boot_args": "console=ttyS0 \u00e9"},
          "machine-config": {"vcpu_count": 1, "mem_size_mib": 128, "smt": false},
          "drives": [{"drive_id": "a", "is_root_device": true, "path_on_host": "d"}], "vsock": null, "entropy": {},
          "cpu-config": {"kvm_capabilities": ["!56"], "msr_modifiers": [{"addr": "0x1", "bitmap": "0b1x"}]}
        }
        """;

    private static readonly string[] _pieces =
    [
        "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "\\ud83d", "null", "0", "-1", "1e9", "18446744073709551616", "\n", "\0", "/",
        "\u2028", "\ufeff",
    ];

    [Fact]
    public void AMutatedFileIsAConfigurationOrOneLine()
    {
        int seed = Seed.Next();
        output.WriteLine($"seed {seed}");
        Random random = new(seed);
        int taken = 0;
        for (int count = 0; count < Mutants; count++)
        {
            byte[] mutant = Mutate(random);
            try
            {
                Check(mutant);
                taken++;
            }
            catch (VmmFailure failure)
            {
                // A string of another place in that of the template names a file, which is not there.
                Assert.Matches(
                    new Regex(@"\A(vm\.json:[1-9][0-9]*:[1-9][0-9]*:|cannot (open|read) the CPU template) [^\p{C}\u2028\u2029]+\z"), failure.Message);
            }
        }
        output.WriteLine($"{taken} of {Mutants} taken");
        Assert.InRange(taken, Mutants / 1000, Mutants / 2);
    }

    [Fact]
    public void EveryPrefixIsRefused()
    {
        byte[] good = Encoding.UTF8.GetBytes(Good);

        Assert.All(Enumerable.Range(0, good.Length), length =>
            Assert.Throws<VmmFailure>(() => Check(good[..length])));
        Check(good);
    }

    [Fact]
    public void AFileIsReadUpToOneMebibyte()
    {
        using TemporaryFile file = new(Encoding.UTF8.GetBytes(Good.PadRight(MaximumLength)));
        Assert.Equal(MaximumLength, new FileInfo(file.Path).Length);
        Assert.Equal("vmlinux", ConfigurationFile.Read(file.Path).Check().BootSource!.KernelImagePath);

        file.Write(Encoding.UTF8.GetBytes(Good.PadRight(MaximumLength + 1)));
        Assert.Equal(
            $"the configuration file {file.Path} is larger than 1048576 bytes; check --config-file",
            Assert.Throws<VmmFailure>(() => ConfigurationFile.Read(file.Path)).Message);
    }

    [Theory]
    [InlineData("/nowhere/vm.json", "open", "ENOENT: No such file or directory (os error 2)")]
    [InlineData("/", "read", "EISDIR: Is a directory (os error 21)")]
    public void AFileThatCannotBeReadIsNamed(string path, string action, string reason) => Assert.Equal(
        $"cannot {action} the configuration file {path}: {reason}; check --config-file",
        Assert.Throws<VmmFailure>(() => ConfigurationFile.Read(path)).Message);

    private static VmConfiguration Check(byte[] json) => ConfigurationFile.Parse(new JsonText("vm.json", json)).Check();

    private static byte[] Mutate(Random random)
    {
        List<byte> bytes = [.. Encoding.UTF8.GetBytes(Good)];
        for (int changes = random.Next(1, 4); changes > 0; changes--)
        {
            int offset = random.Next(bytes.Count);
            switch (random.Next(4))
            {
                case 0:
                    bytes[offset] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(offset, Math.Min(random.Next(1, 12), bytes.Count - offset));
                    break;
                case 2:
                    bytes.InsertRange(offset, bytes.GetRange(offset, Math.Min(random.Next(1, 60), bytes.Count - offset)));
                    break;
                default:
                    bytes.InsertRange(offset, Encoding.UTF8.GetBytes(_pieces[random.Next(_pieces.Length)]));
                    break;
            }
        }
        return [.. bytes];
    }
}
