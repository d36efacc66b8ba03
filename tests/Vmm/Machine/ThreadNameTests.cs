using System.Linq;
using System.Text;
using System.Threading;
using Kiln.Vmm.Confinement;
using Xunit;

namespace Kiln.Vmm.Tests.Machine;

/// <summary>A thread that entered the table is found in it without being named.</summary>
[Collection(NamedThreads.Collection)]
public sealed class ThreadNameTests
{
    [Fact]
    public void EachThreadFindsItsOwnName()
    {
        string[] names = ["vmm", "api", "vcpu 0", "vcpu 31"];
        string[] found = new string[names.Length];
        using Barrier barrier = new(names.Length);
        Thread[] threads = [.. names.Select((name, index) => new Thread(() =>
        {
            ThreadTable.Enter(name);
            barrier.SignalAndWait();
            found[index] = Encoding.ASCII.GetString(ThreadTable.CurrentName);
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());

        Assert.Equal(names, found);
    }
}
