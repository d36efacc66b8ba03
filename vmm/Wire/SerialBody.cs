using Kiln.Vmm.Json;
using Kiln.Vmm.Limits;
using Kiln.Vmm.Model;

namespace Kiln.Vmm.Wire;

/// <summary>The object of <c>/serial</c>.</summary>
internal static class SerialBody
{
    private static readonly JsonShape _shape = new(
        "struct SerialConfig", JsonField.Optional("serial_out_path"), JsonField.Optional("rate_limiter"));

    /// <summary>Reads it.</summary>
    /// <param name="reader">At the object.</param>
    /// <exception cref="JsonFailure">It is none.</exception>
    internal static SerialConfiguration Read(ref JsonReader reader)
    {
        string? path = null;
        TokenBucketSize? limit = null;
        JsonRecord record = reader.BeginRecord(_shape);
        while (reader.NextField(ref record) is { } field)
        {
            if (field == "serial_out_path")
            {
                path = reader.TakeNull() ? null : PathText.Read(ref reader, field);
            }
            else
            {
                limit = reader.TakeNull() ? null : TokenBucketBody.Read(ref reader);
            }
        }
        return new SerialConfiguration(path, limit is { IsLimit: true } ? limit : null);
    }
}
