using MdeHunting.Lab.Faults;

namespace MdeHunting.TestKit.Chaos;

/// <summary>One fault of many, by a seed: whatever may become of a response on its way, and what a service says when it is ill.</summary>
/// <param name="seed">Decides which.</param>
internal sealed class ChaosFault(int seed) : LabResponseFault
{
    private static readonly (string Name, Func<Random, LabResponseFault> Create)[] Kinds =
    [
        ("reset before the response", _ => BreakBeforeResponse()),
        ("reset in the headers", _ => BreakInHeaders()),
        ("reset in the body", dice => ResetInBody(dice.NextDouble())),
        ("closed in the body", dice => BreakInBody(dice.NextDouble())),
        ("gzip cut", dice => CutBody(dice.NextDouble())),
        ("gzip without its end", _ => CutBody(0.999)),
        ("JSON cut", _ => new PlainCutFault()),
        ("a flipped bit", dice => new GzipBitFault(dice.NextDouble(), dice.Next(8))),
        ("length too large", dice => WrongLength(dice.Next(1, 100))),
        ("length too small", dice => WrongLength(-dice.Next(1, 100))),
        ("408", _ => Refuse(408, "RequestTimeout", "The request took too long.")),
        ("500", _ => Refuse(500, "InternalServerError", "Broken.")),
        ("502, a page", _ => Page()),
        ("503", _ => Refuse(503, "ServiceUnavailable", "Busy.")),
        ("503, Retry-After", dice => Refuse(503, "ServiceUnavailable", "Busy.", $"{dice.Next(1, 30)}")),
        ("504, a page", _ => Page(504)),
        ("504 UnknownError", _ => GatewayTimeout()),
        ("200, an error", _ => Refuse(200, "UnknownError", "Something went wrong.")),
        ("200, a page", _ => Page(200)),
        ("200, nothing", _ => Empty()),
        ("slow", _ => SlowBody(4_096, TimeSpan.FromMilliseconds(20))),
        ("silent for 30 s", _ => SilenceBeforeResponse(TimeSpan.FromSeconds(30))),
        ("silent in the body for 30 s", dice => SilenceInBody(dice.NextDouble(), TimeSpan.FromSeconds(30))),
    ];

    private readonly Random _dice = new(seed);
    private readonly SortedDictionary<string, int> _met = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    /// <summary>How many kinds there are.</summary>
    public static int KindCount => Kinds.Length;

    /// <summary>How often each kind was met.</summary>
    public IReadOnlyDictionary<string, int> Met
    {
        get
        {
            lock (_gate)
            {
                return new SortedDictionary<string, int>(_met, StringComparer.Ordinal);
            }
        }
    }

    internal override Task RespondAsync(FaultyExchange exchange)
    {
        LabResponseFault fault;
        lock (_gate)
        {
            var (name, create) = Kinds[_dice.Next(Kinds.Length)];
            _met[name] = _met.GetValueOrDefault(name) + 1;
            fault = create(_dice);
        }

        return fault.RespondAsync(exchange);
    }

    /// <summary>The true response as it goes over the wire, of which one bit was flipped.</summary>
    private sealed class GzipBitFault(double place, int bit) : LabResponseFault
    {
        internal override async Task RespondAsync(FaultyExchange exchange)
        {
            var bytes = (await EncodedResponse.ReadAsync(exchange)).ToArray();
            bytes[(int)(place * bytes.Length)] ^= (byte)(1 << bit);
            await exchange.Response.Body.WriteAsync(bytes, exchange.Aborted);
        }
    }
}
