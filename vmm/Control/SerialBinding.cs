using Kiln.Vmm.Limits;

namespace Kiln.Vmm.Control;

/// <summary>Reads the object of <c>serial</c>.</summary>
internal static class SerialBinding
{
    /// <summary>Reads and checks it.</summary>
    /// <param name="fields">The object.</param>
    /// <exception cref="VmmFailure">It is wrong.</exception>
    internal static SerialConfiguration Bind(JsonObject fields)
    {
        string? path = fields.Optional("serial_out_path") is { IsNull: false } given ? BindPath(given) : null;
        TokenBucketSize? limit = fields.Optional("rate_limiter") is { IsNull: false } bucket ? BindBucket(bucket.AsObject()) : null;
        fields.RefuseOthers();
        return new SerialConfiguration(path, limit is { IsLimit: true } ? limit : null);
    }

    private static string BindPath(JsonValue value)
    {
        string path = value.AsString();
        return path.Contains('\0') || path.Length == 0
            ? throw value.Failure("serial_out_path is not a path; name a file or a pipe, or leave it out")
            : path;
    }

    private static TokenBucketSize BindBucket(JsonObject fields)
    {
        JsonValue size = fields.Required("size");
        JsonValue? burst = fields.Optional("one_time_burst");
        JsonValue refill = fields.Required("refill_time");
        fields.RefuseOthers();
        return new TokenBucketSize(size.AsUnsigned(), burst is { IsNull: false } ? burst.AsUnsigned() : 0, refill.AsUnsigned());
    }
}
