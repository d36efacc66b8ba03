using System.Linq;
using Kiln.Integration.Tests.Harness;

namespace Kiln.Integration.Tests.Options;

/// <summary>A monitor with a spinning guest, in the jailer's own process or in a child of it, as the options say.</summary>
internal sealed class ModalMonitor : IDisposable
{
    private readonly IDisposable _process;

    private ModalMonitor(IDisposable process, int id)
    {
        _process = process;
        Id = id;
    }

    /// <summary>The monitor's process, as the host numbers it.</summary>
    internal int Id { get; }

    /// <summary>What /proc shows of it.</summary>
    internal ProcessView View => new(Id);

    internal static ModalMonitor Start(TestJail jail, params string[] options)
    {
        if (options.Intersect(["--daemonize", "--new-pid-ns"]).Any())
        {
            DetachedMonitor detached = jail.StartDetached(options);
            return new ModalMonitor(detached, detached.Id);
        }
        RunningProgram program = jail.StartSpinning(options);
        return new ModalMonitor(program, program.Id);
    }

    public void Dispose() => _process.Dispose();
}
