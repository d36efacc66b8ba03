namespace Kiln.Vmm.Mmds.Http;

/// <summary>The methods that the service tells apart.</summary>
internal enum RequestMethod
{
    /// <summary>Anything else.</summary>
    Unknown,

    /// <summary>Asks for data.</summary>
    Get,

    /// <summary>Asks for a token.</summary>
    Put,

    /// <summary>PATCH or DELETE, which are known and not allowed.</summary>
    Forbidden,
}
