namespace Kiln.Vmm.Wire.Requests;

/// <summary>HTTP methods: the one of a request, or the set of allowed ones in a response.</summary>
[Flags]
internal enum HttpMethod
{
    None = 0,

    Get = 1,

    Put = 2,

    Patch = 4,

    Delete = 8,
}
