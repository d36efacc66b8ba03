using System.Runtime.InteropServices;
using System.Text;
using Kiln.Vmm.Json;
using Kiln.Vmm.Metrics;
using Kiln.Vmm.Mmds.Data;
using Kiln.Vmm.Mmds.Http;
using Kiln.Vmm.Mmds.Stack;
using Kiln.Vmm.Mmds.Tokens;

namespace Kiln.Testing.Vmm.Mmds;

/// <summary>A metadata server, and a guest that asks it. Bytes are Latin-1 characters.</summary>
internal sealed unsafe class AskedServer : IDisposable
{
    private readonly byte* _head = (byte*)NativeMemory.Alloc(AnswerBuffer.HeadLength);
    private readonly AnswerBuffer _answer;
    private readonly TokenAuthority _tokens;
    private readonly MetadataStore _store = new(MetadataDocument.MostLength);
    private readonly VmmMetrics _metrics = new();

    /// <param name="data">JSON; null for a server without data.</param>
    internal AskedServer(string? data)
    {
        _answer = new AnswerBuffer(_head);
        _tokens = new TokenAuthority("vm", () => Now);
        Server = new MetadataServer(_store, _tokens, _metrics.Mmds);
        if (data is not null)
        {
            JsonReader reader = new(Encoding.UTF8.GetBytes(data));
            _store.Put(MetadataDocument.Read(ref reader));
        }
    }

    internal MetadataServer Server { get; }

    /// <summary>The nanoseconds of the clock.</summary>
    internal ulong Now { get; set; } = 1_000_000_000;

    /// <summary>The requests that were counted for their token: without one, and with one that is not valid.</summary>
    internal (long Missing, long Invalid) Counts => (_metrics.Mmds.MissingTokens.Value, _metrics.Mmds.InvalidTokens.Value);

    /// <summary>Issues a token.</summary>
    internal string NewToken(uint seconds = 60)
    {
        byte[] token = new byte[TokenAuthority.Length];
        _tokens.Issue(seconds, token);
        return Encoding.Latin1.GetString(token);
    }

    /// <summary>Asks without looking at the answer; allocates nothing.</summary>
    internal int Take(ReadOnlySpan<byte> received) => Server.Answer(received, _answer);

    /// <summary>Asks.</summary>
    /// <returns>The bytes taken, and the answer; empty if nothing was taken.</returns>
    internal (int Taken, string Answer) Ask(ReadOnlySpan<byte> received)
    {
        _answer.Clear();
        int taken = Take(received);
        byte[] answer = new byte[_answer.Length];
        _answer.CopyTo(0, answer);
        return (taken, Encoding.Latin1.GetString(answer));
    }

    /// <summary>Asks with a whole request.</summary>
    internal string Ask(string request) => Ask(Encoding.Latin1.GetBytes(request)).Answer;

    public void Dispose()
    {
        _tokens.Dispose();
        NativeMemory.Free(_head);
    }
}
