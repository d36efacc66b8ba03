using System.Linq;
using System.Text;
using Kiln.ProfileCommands.Wording;
using Kiln.Seccomp.Bpf;
using Kiln.Seccomp.Rules;
using Kiln.Seccomp.Syscalls;

namespace Kiln.ProfileCommands.Attest;

internal static class AttestReport
{
    /// <summary>Plain text for a terminal.</summary>
    /// <param name="isExplained">Whether foreign filters are listed.</param>
    internal static string Text(IReadOnlyList<ProcessAttestation> processes, IStandard standard, bool isExplained)
    {
        StringBuilder text = new();
        foreach (ProcessAttestation process in processes)
        {
            text.Append(text.Length > 0 ? "\n" : "").Append($"{Headline(process, standard)}\n");
            foreach (ThreadAttestation thread in process.Threads)
            {
                text.Append($"  {thread.Thread.Id,-8} {Shown(thread),-16} {NameOf(thread.Verdict),-10} {Carried(thread)}\n");
                foreach (string line in Details(thread))
                {
                    text.Append($"           {line}\n");
                }
                text.Append(isExplained ? Listings(thread) : "");
            }
        }
        return text.ToString();
    }

    /// <summary>Markdown for a review.</summary>
    internal static string Markdown(IReadOnlyList<ProcessAttestation> processes, IStandard standard) => string.Join('\n', processes.Select(process =>
        $"{MarkdownText.Escape(Headline(process, standard))}\n\n"
        + MarkdownText.Table(
            ["thread", "name", "verdict", "filters", "findings"],
            process.Threads.Select(thread => (IReadOnlyList<string>)
                [$"{thread.Thread.Id}", Shown(thread), NameOf(thread.Verdict), Carried(thread), string.Join("; ", Details(thread))]))));

    /// <summary>A JSON array of processes.</summary>
    /// <param name="isExplained">Whether foreign filters are listed.</param>
    internal static string Json(IReadOnlyList<ProcessAttestation> processes, bool isExplained) => JsonText.Of(writer => writer.WriteObjects(processes, process =>
    {
        writer.WriteNumber("process", process.Process);
        writer.WriteString("jail", process.Jail);
        writer.WriteString("verdict", NameOf(process.Verdict));
        writer.WriteString("failure", process.Failure);
        writer.WriteObjects("threads", process.Threads, thread =>
        {
            writer.WriteNumber("thread", thread.Thread.Id);
            writer.WriteString("name", thread.Thread.Name);
            writer.WriteString("verdict", NameOf(thread.Verdict));
            writer.WriteTexts("expected", thread.Expected.Select(FilterProfiles.NameOf));
            writer.WriteString("note", thread.Note);
            writer.WriteObjects("filters", thread.Filters, filter =>
            {
                writer.WriteString("program", filter.Name);
                writer.WriteNumber("instructions", filter.Instructions.Length);
                if (isExplained && filter.Program is null)
                {
                    writer.WriteString("listing", Listing(filter));
                }
            });
            writer.WriteObjects("findings", thread.Findings, finding =>
            {
                writer.WriteString("kind", finding.KindName);
                writer.WriteString("message", finding.Message);
            });
        });
    }));

    private static string NameOf(Verdict verdict) => verdict switch
    {
        Verdict.Ok => "ok",
        Verdict.Wrong => "WRONG",
        _ => "UNVERIFIED",
    };

    private static string Headline(ProcessAttestation process, IStandard standard)
    {
        string where = process.Jail is { } jail ? $" in {jail}" : "";
        string meaning = process.Verdict switch
        {
            Verdict.Ok => standard.Met,
            _ when process.Failure is { } failure => failure,
            Verdict.Unverified => "filters were counted, not read: their number is right, their content unknown",
            _ => process.Threads.Count == 0 ? "it has ended" : standard.Failed,
        };
        return $"process {process.Process}{where}: {NameOf(process.Verdict)}, {process.Threads.Count} threads; {meaning}";
    }

    // A thread may give itself any name.
    private static string Shown(ThreadAttestation thread) => string.Concat(thread.Thread.Name.Select(character => character is >= ' ' and <= '~' ? character : '?'));

    private static string Carried(ThreadAttestation thread) =>
        thread.Note is null ? string.Join(", ", thread.Filters.Select(filter => filter.Name)) : $"{thread.Thread.FilterCount} filters";

    private static IEnumerable<string> Details(ThreadAttestation thread) =>
        thread.Findings.Select(finding => $"{finding.KindName}: {finding.Message}").Concat(thread.Note is { } note ? [note] : []);

    private static string Listings(ThreadAttestation thread) => string.Concat(
        thread.Filters.Where(filter => filter.Program is null).Select(filter => $"\n  filter {filter.Index} of thread {thread.Thread.Id}:\n{Listing(filter)}\n"));

    private static string Listing(CarriedFilter filter) => new BpfDisassembler(filter.Instructions, SyscallArchitecture.X64).ToString();
}
