using Kiln.Vmm.Json;

namespace Kiln.Vmm.Api;

/// <summary>Reads the body of a request.</summary>
internal static class ApiBody
{
    /// <summary>Reads an object.</summary>
    /// <param name="reader">At the object.</param>
    internal delegate T Binder<out T>(ref JsonReader reader);

    /// <summary>Reads through what is kept by nobody.</summary>
    /// <param name="reader">At the value.</param>
    internal delegate void Passage(ref JsonReader reader);

    /// <summary>Reads a body that is one object.</summary>
    /// <param name="body">The body.</param>
    /// <param name="binder">Reads the object.</param>
    /// <exception cref="RequestFault">The body is something else.</exception>
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

    /// <summary>Makes sure that a body is one object, which nobody wants yet.</summary>
    /// <param name="body">The body.</param>
    /// <param name="binder">Reads the object.</param>
    /// <exception cref="RequestFault">The body is something else.</exception>
    internal static void Check<T>(ReadOnlySpan<byte> body, Binder<T> binder) => _ = Read(body, binder);

    /// <summary>Makes sure that a body is one value, of which nothing is kept.</summary>
    /// <param name="body">The body.</param>
    /// <param name="passage">Reads through it.</param>
    /// <exception cref="RequestFault">It is something else.</exception>
    internal static void ReadThrough(ReadOnlySpan<byte> body, Passage passage) => _ = Read(body, (ref reader) =>
    {
        passage(ref reader);
        return true;
    });

    /// <summary>Says why a body is not what it should be.</summary>
    /// <param name="reason">Why.</param>
    internal static RequestFault Fault(string reason) => new($"An error occurred when deserializing the json body of a request: {reason}.");
}
