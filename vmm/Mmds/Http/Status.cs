namespace Kiln.Vmm.Mmds.Http;

/// <summary>The statuses of answers.</summary>
internal static class Status
{
    internal const int Ok = 200;
    internal const int BadRequest = 400;
    internal const int Unauthorized = 401;
    internal const int NotFound = 404;
    internal const int NotAllowed = 405;
    internal const int NotImplemented = 501;
}
