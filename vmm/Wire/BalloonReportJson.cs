using System.Text.Json;
using Kiln.Vmm.Model.Devices;

namespace Kiln.Vmm.Wire;

/// <summary>The answers that tell what a balloon knows of its guest.</summary>
internal static class BalloonReportJson
{
    // By their tag, as linux/virtio_balloon.h numbers them; clients know them by these names.
    private static readonly JsonEncodedText[] _names = Array.ConvertAll<string, JsonEncodedText>(
        [
            "swap_in", "swap_out", "major_faults", "minor_faults", "free_memory", "total_memory", "available_memory", "disk_caches",
            "hugetlb_allocations", "hugetlb_failures", "oom_kill", "alloc_stall", "async_scan", "direct_scan", "async_reclaim", "direct_reclaim",
        ],
        name => JsonEncodedText.Encode(name));

    /// <summary>Writes the answer to <c>GET /balloon/statistics</c>. What the guest never sent is left out.</summary>
    internal static void WriteStatistics(Utf8JsonWriter json, BalloonReport report)
    {
        json.WriteStartObject();
        json.WriteNumber("target_pages"u8, report.TargetPages);
        json.WriteNumber("actual_pages"u8, report.ActualPages);
        json.WriteNumber("target_mib"u8, report.TargetPages / BalloonConfiguration.PagesPerMebibyte);
        json.WriteNumber("actual_mib"u8, report.ActualPages / BalloonConfiguration.PagesPerMebibyte);
        for (int tag = 0; tag < report.Statistics.Count; tag++)
        {
            if (report.Statistics[tag] is { } value)
            {
                json.WriteNumber(_names[tag], value);
            }
        }
        json.WriteEndObject();
    }

    /// <summary>Writes the answer to <c>GET /balloon/hinting/status</c>.</summary>
    internal static void WriteHinting(Utf8JsonWriter json, BalloonReport report)
    {
        json.WriteStartObject();
        json.WriteNumber("host_cmd"u8, report.HostCommand);
        if (report.GuestCommand is { } command)
        {
            json.WriteNumber("guest_cmd"u8, command);
        }
        else
        {
            json.WriteNull("guest_cmd"u8);
        }
        json.WriteEndObject();
    }
}
