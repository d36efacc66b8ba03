using System.Globalization;
using System.IO;
using Kiln.Vmm.Kvm.Arch.X64;
using Kiln.Vmm.Machine.Arch.X64.Cpu;

namespace Kiln.Vmm.Tests.Machine.Arch.X64.Cpu;

/// <summary>A host whose CPUID was written down: the processor, and what KVM can give a guest there.</summary>
internal sealed class Recording : HostProcessor
{
    private readonly Dictionary<(uint, uint), CpuidRegisters> _host = [];

    private Recording()
    {
    }

    /// <summary>What KVM can give.</summary>
    internal CpuidLeaves Supported { get; } = NewList();

    /// <param name="name">Its file's name without the ending.</param>
    internal static Recording Of(string name)
    {
        Recording recording = new();
        bool host = false;
        foreach (string line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Machine/Arch/X64/Cpu/Recordings", name + ".txt")))
        {
            if (line.StartsWith('#'))
            {
                host = line == "# host";
                continue;
            }
            uint[] numbers = Array.ConvertAll(
                line.Split([' ', ':'], StringSplitOptions.RemoveEmptyEntries),
                word => uint.Parse(word, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
            if (host)
            {
                recording.Say(numbers[0], numbers[1], new CpuidRegisters(numbers[3], numbers[4], numbers[5], numbers[6]));
            }
            else
            {
                recording.Supported.Put(Leaf(numbers));
            }
        }
        return recording;
    }

    /// <summary>Makes the processor answer otherwise.</summary>
    internal void Say(uint leaf, uint subleaf, CpuidRegisters registers) => _host[(leaf, subleaf)] = registers;

    /// <inheritdoc/>
    internal override CpuidRegisters Read(uint leaf, uint subleaf = 0) => _host.GetValueOrDefault((leaf, subleaf));

    /// <summary>A list without leaves.</summary>
    internal static CpuidLeaves NewList()
    {
        CpuidLeaves list = new();
        list.Header.nent = 0;
        return list;
    }

    private static kvm_cpuid_entry2 Leaf(uint[] numbers) => new()
    {
        function = numbers[0],
        index = numbers[1],
        flags = numbers[2],
        eax = numbers[3],
        ebx = numbers[4],
        ecx = numbers[5],
        edx = numbers[6],
    };
}
