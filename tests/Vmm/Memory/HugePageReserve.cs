using System.Globalization;
using System.IO;
using System.Threading;
using Xunit;

namespace Kiln.Vmm.Tests.Memory;

/// <summary>Some huge pages in the host's reserve, as long as a test needs them; without root, or memory in one piece, the test is skipped.</summary>
internal sealed class HugePageReserve : IDisposable
{
    private const string Setting = "/proc/sys/vm/nr_hugepages";

    private readonly string _before = File.ReadAllText(Setting);

    internal HugePageReserve(int pages)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "needs root: it sets vm.nr_hugepages");
        int wanted = Number(_before) + pages;
        File.WriteAllText(Setting, $"{wanted}");
        if (!SpinWait.SpinUntil(() => Number(File.ReadAllText(Setting)) >= wanted, TimeSpan.FromSeconds(5)))
        {
            Dispose();
            Assert.Skip($"needs {pages} huge pages, which this host's memory is too fragmented to give");
        }
    }

    public void Dispose() => File.WriteAllText(Setting, _before);

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
