using System.Runtime.CompilerServices;
using Kiln.Vmm.Logging;

namespace Kiln.Vmm.Tests.Logging;

/// <summary>In this program a vCPU's thread that logs fails the test that it runs in; in the monitor the line would be lost.</summary>
internal sealed class MisplacedLine() : Exception("a vCPU's thread logs: what it does belongs to the vmm thread")
{
#pragma warning disable CA2255 // A program of tests is no library.
    [ModuleInitializer]
    internal static void Forbid() => Logger.Misplaced = static () => throw new MisplacedLine();
#pragma warning restore CA2255
}
