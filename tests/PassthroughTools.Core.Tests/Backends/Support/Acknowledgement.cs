using System.Globalization;

namespace PassthroughTools.Core.Tests.Backends.Support;

/// <summary>What a worker says that the store has acknowledged.</summary>
internal readonly record struct Acknowledgement(long Sequence, string Operation, string Summary)
{
    public static Acknowledgement Parse(string line)
    {
        var parts = line.Split('\t');
        return new Acknowledgement(long.Parse(parts[0], CultureInfo.InvariantCulture), parts[1], parts[2]);
    }
}
