using System.Linq;
using System.Net.Sockets;

namespace Kiln.Benchmarks.Against;

/// <summary>A machine of 2 vCPUs and 128 MiB with all that both contenders can give it.</summary>
/// <param name="Devices">What it is given before its start.</param>
/// <param name="Changes">What is done with it afterwards.</param>
/// <param name="Omission">Says for figures what is left out, since a contender refuses it; empty when nothing is.</param>
internal sealed record MachinePlan(IReadOnlyList<MachinePart> Devices, IReadOnlyList<MachinePart> Changes, string Omission)
{
    private const int Processors = 2;

    /// <summary>Says for figures what the machine is.</summary>
    internal string Description => $"{Processors} vCPUs, 128 MiB, {string.Join(", ", Devices.Select(part => part.Name))}{Omission}";

    /// <summary>Asks both contenders, once, what they refuse, and leaves that out for both.</summary>
    /// <exception cref="UsageException">A monitor cannot even do what every monitor of this interface can.</exception>
    internal static MachinePlan Agree(Stage stage, ApiContender one, ApiContender other)
    {
        List<string> byOne = Refused(stage, one);
        List<string> byOther = Refused(stage, other);
        HashSet<string> refused = [.. byOne, .. byOther];
        return new MachinePlan(
            [.. MachinePart.Devices.Where(part => !refused.Contains(part.Name))],
            [.. MachinePart.Changes.Where(part => !refused.Contains(part.Name))],
            Refusal(one, byOne) + Refusal(other, byOther));
    }

    /// <summary>Configures the machine.</summary>
    /// <param name="kernel">The guest, as the monitor is told.</param>
    internal void Configure(ApiConversation conversation, Launch launch, string kernel)
    {
        conversation.Configure(kernel, Processors);
        Make(conversation, launch, Devices);
    }

    /// <summary>Does with the running machine what is to be done.</summary>
    internal void Change(ApiConversation conversation, Launch launch) => Make(conversation, launch, Changes);

    private static void Make(ApiConversation conversation, Launch launch, IEnumerable<MachinePart> parts)
    {
        foreach (ApiRequest request in parts.SelectMany(part => part.Requests(launch)))
        {
            conversation.Demand(request.Method, request.Path, request.Body);
        }
    }

    private static string Refusal(ApiContender contender, List<string> parts) =>
        parts.Count == 0 ? "" : $"; {contender.Name} refuses {string.Join(", ", parts)}";

    private static List<string> Refused(Stage stage, ApiContender contender)
    {
        try
        {
            Launch launch = contender.AsInProduction(stage);
            string kernel = launch.Place(stage.Guest("spin"));
            using RunningMonitor monitor = launch.Start();
            using ApiConversation conversation = ApiConversation.With(monitor);
            conversation.Configure(kernel, Processors);
            List<string> refused = [.. Refused(conversation, launch, MachinePart.Devices)];
            conversation.Start();
            monitor.AwaitByte();
            return [.. refused, .. Refused(conversation, launch, MachinePart.Changes)];
        }
        catch (Exception failure) when (failure is InvalidOperationException or SocketException)
        {
            throw new UsageException($"{contender.Name} cannot be compared: {failure.Message}; name a monitor and a jailer of Firecracker's interface");
        }
    }

    private static IEnumerable<string> Refused(ApiConversation conversation, Launch launch, IEnumerable<MachinePart> parts) =>
        [.. parts.Where(part => !conversation.TryMake(part.Requests(launch))).Select(part => part.Name)];
}
