namespace Kiln.Vmm.Json;

/// <summary>The kinds of JSON values.</summary>
internal enum JsonKind
{
    Null,

    Boolean,

    Number,

    String,

    List,

    Object,
}
