using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using Kiln.Vmm.Tests.Machine.Arch.X64.Description;
using Xunit;

namespace Kiln.Vmm.Tests.Machine.Description.Acpi;

/// <summary>The reference implementation of ACPI, which is also Linux's and FreeBSD's, reads the tables, writes them alike and runs them.</summary>
public sealed partial class InterpreterTests : IDisposable
{
    // The header's checksum and creator fields, in which the compiler names itself.
    private static readonly int[] _ofTheCompiler = [9, .. Enumerable.Range(28, 8)];

    private readonly string _folder = Directory.CreateTempSubdirectory("kiln-acpi-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(AcpiTablesTests.Machines), MemberType = typeof(AcpiTablesTests))]
    public void EveryTableIsDisassembledAndCompiledToTheSame(int processors, int devices)
    {
        using AcpiMachine machine = new(processors, devices);
        foreach (FirmwareTable table in FirmwareTable.All(machine))
        {
            byte[] bytes = [.. table.Bytes];
            int widened = WidenNumbers(bytes);

            (byte[] compiled, string[] complaints) = Recompile(table.Signature, bytes);

            Assert.Equal(table.Signature == "DSDT" ? devices : 0, widened);
            Assert.Equal(Masked(bytes), Masked(compiled));
            if (table.Signature == "DSDT")
            {
                // Guests identify the generation ID by a name that is not a vendor's.
                Assert.Contains("VMGENCTR", Assert.Single(complaints), StringComparison.Ordinal);
            }
            else
            {
                Assert.Empty(complaints);
            }
        }
    }

    [Fact]
    public void AWrongTableIsComplainedAbout()
    {
        using AcpiMachine machine = new(1, 0);
        byte[] bytes = [.. FirmwareTable.All(machine)[0].Bytes];
        int id = bytes.AsSpan().IndexOf("AMZNC10C"u8);
        bytes[id] = (byte)'*';
        MakeSound(bytes);

        Assert.Equal(2, Recompile("DSDT", bytes).Complaints.Length);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(17)]
    public void TheEventDeviceNotifiesTheDeviceOfTheInterrupt(int devices)
    {
        using AcpiMachine machine = new(1, devices);
        int[] own = [5 + devices, 6 + devices];

        Assert.Equal([], NotifiedBy(machine, [.. Enumerable.Range(0, 32).Except(own)]));
        Assert.Equal(["VGEN 0x80"], NotifiedBy(machine, own[0]));
        Assert.Equal(["VCLK 0x80"], NotifiedBy(machine, own[1]));
    }

    // The interpreter notifies on its own thread: with several interrupts in one run, their order is unknown.
    private string[] NotifiedBy(AcpiMachine machine, params int[] interrupts)
    {
        string output = Execute(machine, string.Join(';', interrupts.Select(gsi => $"execute \\_SB.GED._EVT 0x{gsi:X}")));
        Assert.Equal(interrupts.Length, EvaluationLine().Count(output));
        return [.. NotificationLine().Matches(output).Select(match => $"{match.Groups[1]} {match.Groups[2]}")];
    }

    [Fact]
    public void EveryDeviceHasItsIdentityAndResources()
    {
        using AcpiMachine machine = new(1, 17);

        string output = Execute(
            machine,
            @"execute \V016._HID;execute \V016._UID;resources \V016;execute \_SB.VGEN.ADDR;resources \_SB.VCLK;resources \_SB.COM1;resources \_SB.PS2");

        foreach (string expected in (string[])
            [
                "[String] Length 08 = \"LNRO0005\"", "[Integer] = 0000000000000010", "Address : C0011000", "Address Length : 00001000",
                "[Integer] = 00000000000DFFF0", "Address Minimum : 000DE000", "Address Minimum : 03F8", "Address Minimum : 0064",
            ])
        {
            Assert.Contains(expected, output, StringComparison.Ordinal);
        }
        Assert.DoesNotContain("AE_AML", output, StringComparison.Ordinal);
    }

    // The compiler writes every number as short as it can be, and devices have theirs in four bytes: none is short with a high bit set.
    private static int WidenNumbers(byte[] table)
    {
        byte[] number = [.. "_UID"u8, 0x0C];
        int count = 0;
        for (int at = 0, found; (found = table.AsSpan(at).IndexOf(number)) >= 0; count++)
        {
            at += found + number.Length + sizeof(uint);
            table[at - 1] = 0x10;
        }
        MakeSound(table);
        return count;
    }

    private static void MakeSound(byte[] table) => table[9] -= FirmwareTable.Sum(table);

    private static byte[] Masked(byte[] table) => [.. table.Select((value, index) => _ofTheCompiler.Contains(index) ? (byte)0 : value)];

    private (byte[] Compiled, string[] Complaints) Recompile(string name, byte[] table)
    {
        string binary = Path.Combine(_folder, $"{name}.dat");
        File.WriteAllBytes(binary, table);
        string disassembly = Run("iasl", "-d", binary);
        Assert.DoesNotContain("Error", disassembly, StringComparison.Ordinal);
        Assert.DoesNotContain("Warning", disassembly, StringComparison.Ordinal);
        // Names as they are written, and a result whatever is wrong.
        string compilation = Run("iasl", "-on", "-f", "-p", Path.Combine(_folder, $"{name}-again"), Path.Combine(_folder, $"{name}.dsl"));
        string[] lines = compilation.Split('\n');
        // A complaint follows the line that it refers to.
        string[] complaints =
        [
            .. lines.Zip(lines.Skip(1)).Where(pair => ComplaintLine().IsMatch(pair.Second)).Select(pair => $"{pair.First} {pair.Second}"),
        ];
        return (File.ReadAllBytes(Path.Combine(_folder, $"{name}-again.aml")), complaints);
    }

    private string Execute(AcpiMachine machine, string commands)
    {
        string path = Path.Combine(_folder, "DSDT.dat");
        File.WriteAllBytes(path, FirmwareTable.All(machine)[0].Bytes);
        return Run("acpiexec", "-b", commands + ";quit", path);
    }

    private static string Run(string program, params string[] arguments)
    {
        Assert.SkipUnless(
            (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program))),
            $"needs {program}: install acpica-tools, or run scripts/install-prerequisites");
        using System.Diagnostics.Process process = System.Diagnostics.Process.Start(
            new ProcessStartInfo("sh", ["-c", "exec \"$0\" \"$@\" 2>&1", program, .. arguments])
            {
                RedirectStandardOutput = true,
                StandardOutputEncoding = Encoding.Latin1,
            })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, output);
        return output;
    }

    [GeneratedRegex(@"^(Error|Warning|Remark)\s+\d+ -")]
    private static partial Regex ComplaintLine();

    [GeneratedRegex("^Evaluating ", RegexOptions.Multiline)]
    private static partial Regex EvaluationLine();

    [GeneratedRegex(@"Device Notify on \[(\w+)\] \S+ Value (\w+)")]
    private static partial Regex NotificationLine();
}
