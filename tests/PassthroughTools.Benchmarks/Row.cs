using System.Globalization;

namespace PassthroughTools.Benchmarks;

/// <summary>A ratio, the bar that it must keep, and the figures that it was made of.</summary>
internal sealed record Row(string What, double Ratio, double Bar, bool AtLeast, string Figures)
{
    public bool IsMet => AtLeast ? Ratio >= Bar : Ratio <= Bar;

    public static bool Print(List<Row> rows)
    {
        bool all = true;
        foreach (var row in rows)
        {
            all &= row.IsMet;
            Console.WriteLine(string.Format(
                CultureInfo.InvariantCulture, "{0,-4} {1,6:0.00} x  (bar: at {2} {3} x)  {4}: {5}",
                row.IsMet ? "met" : "MISS", row.Ratio, row.AtLeast ? "least" : "most", row.Bar, row.What, row.Figures));
        }

        return all;
    }
}
