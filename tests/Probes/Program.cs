using System.Globalization;
using System.IO;
using Kiln.Probes.Coverage;
using Kiln.Probes.KernelAgreement;
using Kiln.Probes.Order;
using Kiln.Probes.Spawning;
using Kiln.Vmm.Confinement;

namespace Kiln.Probes;

/// <summary>
/// What tests need done outside the test host: <c>inject THREAD NUMBER ARGUMENT...</c> makes a thread of another process execute a
/// system call; <c>wait THREAD</c> makes one wait until standard input ends (see TimedWait);
/// <c>hold THREAD</c> makes one stand still until then;
/// <c>confine PROCESS</c> prints what it may do before and after it confines itself (see ConfinedProcess);
/// <c>evidence KIND LOG METRICS</c> has a thread fail while another collects garbage (see EvidenceStorm);
/// <c>agree ...</c> compares rules, interpreter and kernel (see AgreementCommand);
/// <c>fault THREAD KIND</c> is the monitor's own threads and filters with a fault planted in one of them;
/// <c>start FILE</c> prints the microseconds from InstanceStart to the first KVM_RUN;
/// <c>cover OUTPUT -- COMMAND...</c> runs a command and writes which rules answered its calls;
/// <c>order SYMBOLS OUTPUT -- COMMAND...</c> runs a command and appends which of its functions it enters, in the order of first use;
/// <c>cost none|embedded|SET FILE</c> prints what frequent calls cost;
/// <c>spawn ...</c> times starts of programs (see SpawnCommand);
/// <c>storm</c> collects garbage in every thread under its filter, in a jail or outside.
/// <c>filters SET NAME=PROGRAM,...</c> puts filters on threads, as they should be or not (see FilteredThreads);
/// <c>http SOCKET</c> prints what requests to the API's server cost.
/// </summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        switch (arguments)
        {
            case ["inject", string thread, string number, .. string[] values]:
                ulong[] six = new ulong[6];
                Array.ConvertAll(values, value => ulong.Parse(value, CultureInfo.InvariantCulture)).CopyTo(six, 0);
                SystemCallInjection.Inject(
                    int.Parse(thread, CultureInfo.InvariantCulture), int.Parse(number, CultureInfo.InvariantCulture), six);
                return 0;
            case ["hold", string thread]:
                HeldThread.HoldToEndOfInput(int.Parse(thread, CultureInfo.InvariantCulture));
                return 0;
            case ["confine", string process]:
                ConfinedProcess.Print(int.Parse(process, CultureInfo.InvariantCulture));
                return 0;
            case ["evidence", string kind, string log, string metrics]:
                EvidenceStorm.Run(Enum.Parse<FaultKind>(kind), log, metrics);
                return 0;
            case ["wait", string thread]:
                TimedWait.Run(int.Parse(thread, CultureInfo.InvariantCulture));
                return 0;
            case ["fault", string thread, string kind]:
                PlantedFault.Run(Enum.Parse<FaultThread>(thread), Enum.Parse<FaultKind>(kind));
                return 0;
            case ["start", string configurationFile]:
                StartMeasurement.Print(configurationFile);
                return 0;
            case ["cover", string output, "--", .. string[] command]:
                CoverageTracer coverage = new(FilterSetSource.Embedded);
                int status = TracedCommand.Run(command, coverage.Follow);
                coverage.Hits.Write(output);
                return status;
            case ["order", string symbols, string order, "--", .. string[] command]:
                using (EntryTracer entries = new(symbols))
                {
                    int end = TracedCommand.Run(command, entries.Follow);
                    File.AppendAllLines(order, entries.Entered);
                    return end;
                }
            case ["cost", string filters, string configurationFile]:
                FilterCost.Print(filters, configurationFile);
                return 0;
            case ["spawn", .. string[] rest]:
                SpawnCommand.Run(rest);
                return 0;
            case ["filters", string set, .. string[] threads]:
                FilteredThreads.Run(set, threads);
                return 0;
            case ["http", string socket]:
                HttpLatency.Print(socket);
                return 0;
            case ["agree", .. string[] rest]:
                return AgreementCommand.Run(rest);
            case [.., "storm"]:
                return CollectionStorm.Run();
            default:
                return 64;
        }
    }
}
