using Kiln.Vmm.Json;

namespace Kiln.Testing.Vmm.Json;

/// <summary>An object with one field of each type used in the contract, read the way binders read theirs.</summary>
internal sealed class SampleBody
{
    private static readonly JsonShape _shape = new(
        "struct Machine",
        JsonField.Required("vcpu_count"),
        JsonField.Required("mem_size_mib"),
        JsonField.Optional("smt"),
        JsonField.Optional("cpu_template"),
        JsonField.Optional("mtu"),
        JsonField.Optional("amount"),
        JsonField.Optional("pages"),
        JsonField.Optional("limiter"),
        JsonField.Optional("names"),
        JsonField.Optional("properties"),
        JsonField.Optional("label"),
        JsonField.Optional("leaves"),
        JsonField.Optional("mac"),
        JsonField.Optional("macs"));

    private static readonly JsonShape _limiter = new("struct Limiter", JsonField.Optional("bandwidth"), JsonField.Optional("ops"));

    private static readonly JsonShape _bucket = new(
        "struct Bucket", JsonField.Required("size"), JsonField.Optional("one_time_burst"), JsonField.Required("refill_time"))
    {
        IsLax = true,
    };

    private static readonly JsonShape _leaf = new("struct Leaf", JsonField.Required("leaf")) { IsLax = true };

    private static readonly JsonVariants<Template> _templates = new(("C3", Template.C3), ("T2", Template.T2), ("None", Template.None));

    private static readonly JsonVariants<Pages> _pages = new(("None", Pages.Small), ("2M", Pages.Huge));

    internal enum Template
    {
        None,
        C3,
        T2,
    }

    internal enum Pages
    {
        Small,
        Huge,
    }

    internal byte VcpuCount { get; private set; }

    internal ulong MemSizeMib { get; private set; }

    internal bool Smt { get; private set; }

    internal Template? CpuTemplate { get; private set; }

    internal ushort? Mtu { get; private set; }

    internal uint? Amount { get; private set; }

    internal Pages PageSize { get; private set; }

    internal (ulong Size, ulong? Burst, ulong Refill)? Bandwidth { get; private set; }

    internal List<string> Names { get; } = [];

    internal SortedDictionary<string, string> Properties { get; } = new(StringComparer.Ordinal);

    internal string? Label { get; private set; }

    internal string? Mac { get; private set; }

    internal void Read(ref JsonReader reader)
    {
        JsonRecord record = reader.BeginRecord(_shape);
        while (reader.NextField(ref record) is { } field)
        {
            switch (field)
            {
                case "vcpu_count":
                    VcpuCount = reader.ReadUInt8();
                    break;
                case "mem_size_mib":
                    MemSizeMib = reader.ReadUInt64();
                    break;
                case "smt":
                    Smt = reader.ReadBoolean();
                    break;
                case "cpu_template":
                    CpuTemplate = reader.TakeNull() ? null : reader.ReadVariant(_templates);
                    break;
                case "mtu":
                    Mtu = reader.TakeNull() ? null : reader.ReadUInt16();
                    break;
                case "amount":
                    Amount = reader.TakeNull() ? null : reader.ReadUInt32();
                    break;
                case "pages":
                    PageSize = reader.ReadVariant(_pages);
                    break;
                case "limiter":
                    Bandwidth = reader.TakeNull() ? null : ReadLimiter(ref reader);
                    break;
                default:
                    ReadMore(ref reader, field);
                    break;
            }
        }
    }

    internal static (ulong Size, ulong? Burst, ulong Refill)? ReadLimiter(ref JsonReader reader)
    {
        (ulong, ulong?, ulong)? bandwidth = null;
        JsonRecord record = reader.BeginRecord(_limiter);
        while (reader.NextField(ref record) is { } field)
        {
            (ulong, ulong?, ulong)? bucket = reader.TakeNull() ? null : ReadBucket(ref reader);
            bandwidth = field == "bandwidth" ? bucket : bandwidth;
        }
        return bandwidth;
    }

    internal static (ulong Size, ulong? Burst, ulong Refill) ReadBucket(ref JsonReader reader)
    {
        (ulong size, ulong? burst, ulong refill) = (0UL, (ulong?)null, 0UL);
        JsonRecord record = reader.BeginRecord(_bucket);
        while (reader.NextField(ref record) is { } field)
        {
            switch (field)
            {
                case "size":
                    size = reader.ReadUInt64();
                    break;
                case "one_time_burst":
                    burst = reader.TakeNull() ? null : reader.ReadUInt64();
                    break;
                default:
                    refill = reader.ReadUInt64();
                    break;
            }
        }
        return (size, burst, refill);
    }

    internal static void ReadNames(ref JsonReader reader, List<string> names)
    {
        JsonSequence list = reader.BeginList("a list", int.MaxValue);
        while (reader.NextElement(ref list))
        {
            names.Add(reader.ReadString("a text", int.MaxValue));
        }
    }

    internal static void ReadProperties(ref JsonReader reader, SortedDictionary<string, string> properties)
    {
        JsonSequence map = reader.BeginMap("an object", int.MaxValue);
        while (reader.NextKey(ref map, int.MaxValue) is { } key)
        {
            properties[key] = reader.ReadString("a text", int.MaxValue);
        }
    }

    private void ReadMore(ref JsonReader reader, string field)
    {
        switch (field)
        {
            case "names":
                ReadNames(ref reader, Names);
                break;
            case "properties" when !reader.TakeNull():
                ReadProperties(ref reader, Properties);
                break;
            case "label":
                Label = reader.TakeNull() ? null : reader.ReadString("a text", int.MaxValue);
                break;
            case "leaves" when !reader.TakeNull():
                ReadLeaves(ref reader);
                break;
            case "mac":
                Mac = reader.TakeNull() ? null : ReadMac(ref reader);
                break;
            case "macs" when !reader.TakeNull():
                JsonSequence list = reader.BeginList("a list", int.MaxValue);
                while (reader.NextElement(ref list))
                {
                    ReadMac(ref reader);
                }
                break;
            default:
                break;
        }
    }

    private static void ReadLeaves(ref JsonReader reader)
    {
        JsonSequence list = reader.BeginList("a list", int.MaxValue);
        while (reader.NextElement(ref list))
        {
            JsonRecord record = reader.BeginRecord(_leaf);
            while (reader.NextField(ref record) is not null)
            {
                reader.ReadUInt32();
            }
        }
    }

    private static string ReadMac(ref JsonReader reader)
    {
        int start = reader.Place();
        string text = reader.ReadString("a text", int.MaxValue);
        return text.Length == 17 ? text : throw reader.Failure(start, "The provided MAC address is invalid.");
    }
}
