using Kiln.Vmm.Json;

namespace Kiln.Vmm.Wire.Requests;

/// <summary>Parses the bodies of requests.</summary>
internal static class ApiBody
{
    internal delegate T Binder<out T>(ref JsonReader reader);

    /// <summary>Parses a body that consists of one object.</summary>
    /// <exception cref="RequestFault">The body is invalid.</exception>
    internal static T Read<T>(ReadOnlySpan<byte> body, Binder<T> binder)
    {
        try
        {
            JsonReader reader = new(body);
            T value = binder(ref reader);
            reader.End();
            return value;
        }
        catch (JsonFailure failure)
        {
            throw Fault(failure.Message);
        }
    }

    /// <summary>Validates a body that consists of one object.</summary>
    /// <exception cref="RequestFault">The body is invalid.</exception>
    internal static void Check<T>(ReadOnlySpan<byte> body, Binder<T> binder) => _ = Read(body, binder);

    /// <summary>Creates the error for an invalid body.</summary>
    internal static RequestFault Fault(string reason) => new($"An error occurred when deserializing the json body of a request: {reason}.");
}
