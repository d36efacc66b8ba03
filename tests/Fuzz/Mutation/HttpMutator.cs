using System.Linq;
using System.Text;
using Kiln.Fuzz.Running;

namespace Kiln.Fuzz.Mutation;

/// <summary>Mutates HTTP streams: whole requests, their parts, bytes.</summary>
/// <param name="random">The source of randomness.</param>
/// <param name="words">The words that requests are made of.</param>
internal sealed class HttpMutator(Random random, HttpWords words) : IMutator
{
    private const int MostEdits = 4;

    // More find nothing more, and take long.
    private const int MostRequests = 16;

    // Of eight requests whose body was mutated, this many keep a wrong length.
    private const int UnmeasuredOfEight = 1;

    // One in this many streams is a header section without an end.
    private const int StreamsPerLongHead = 500;

    /// <inheritdoc/>
    public byte[] Next(Corpus corpus)
    {
        List<RequestText> requests = RequestText.Split(corpus.Any(random));
        if (requests.Count == 0)
        {
            requests.Add(new RequestText());
        }
        for (int edits = random.Next(1, MostEdits + 1); edits > 0; edits--)
        {
            Edit(requests, corpus);
        }
        if (random.Next(StreamsPerLongHead) == 0)
        {
            requests[^1].Headers.AddRange(Enumerable.Range(0, random.Next(90, 110)).Select(_ => $"B: {new string('b', random.Next(600))}"));
        }
        byte[] stream = Encoding.Latin1.GetBytes(string.Concat(requests.Take(MostRequests)));
        return random.Next(3) == 0 ? Raw(stream) : stream;
    }

    private void Edit(List<RequestText> requests, Corpus corpus)
    {
        int index = random.Next(requests.Count);
        RequestText request = requests[index];
        switch (random.Next(12))
        {
            case 0:
                requests.Insert(index, request.Clone());
                break;
            case 1:
                requests.AddRange(RequestText.Split(corpus.Any(random)));
                break;
            case 2 when requests.Count > 1:
                requests.RemoveAt(index);
                break;
            case 3:
                request.Method = words.Method(random);
                break;
            case 4 or 5:
                request.Target = words.Target(random);
                break;
            case 6:
                request.Version = HttpWords.Version(random);
                break;
            case 7 or 8:
                request.Headers.Insert(random.Next(request.Headers.Count + 1), words.Header(random));
                break;
            case 9 when request.Headers.Count > 0:
                request.Headers.RemoveAt(random.Next(request.Headers.Count));
                break;
            default:
                ChangeBody(request);
                break;
        }
    }

    private void ChangeBody(RequestText request)
    {
        int length = random.Next(16) switch
        {
            0 or 1 or 2 => 0,
            3 => (int)Math.Min(BoundaryNumbers.Next(random), 52_000),
            _ => random.Next(100),
        };
        request.Body = string.Concat(Enumerable.Range(0, length).Select(_ => (char)random.Next(256)));
        if (random.Next(8) >= UnmeasuredOfEight)
        {
            request.Measure();
        }
    }

    private byte[] Raw(byte[] bytes)
    {
        EditBuffer edited = new(bytes);
        int at = random.Next(edited.Length + 1);
        switch (random.Next(6))
        {
            case 0:
                edited.Remove(at..);
                break;
            case 1:
                edited.Remove(at..Math.Min(edited.Length, at + random.Next(16)));
                break;
            case 2:
                edited.Insert(at, Encoding.Latin1.GetBytes(words.Header(random) + "\r\n"));
                break;
            case 3 when edited.Length > 0:
                edited.Bytes[random.Next(edited.Length)] ^= (byte)(1 << random.Next(8));
                break;
            case 4 when edited.Length > 0:
                edited.Bytes[random.Next(edited.Length)] = (byte)random.Next(256);
                break;
            default:
                edited.Insert(at, "\r\n\r\n"u8[..random.Next(1, 5)]);
                break;
        }
        return edited.ToArray();
    }
}
