// QuantLib's side of the contests: quantlib <contest> <inputs> <results>.
// A line on standard input asks for a measurement; its end asks for the results. Numbers are raw doubles, by columns.

#include <chrono>
#include <cmath>
#include <fstream>
#include <functional>
#include <iostream>
#include <iterator>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include <ql/exercise.hpp>
#include <ql/instruments/vanillaoption.hpp>
#include <ql/math/randomnumbers/rngtraits.hpp>
#include <ql/methods/montecarlo/pathgenerator.hpp>
#include <ql/pricingengines/blackcalculator.hpp>
#include <ql/pricingengines/blackformula.hpp>
#include <ql/processes/blackscholesprocess.hpp>
#include <ql/processes/geometricbrownianprocess.hpp>
#include <ql/quotes/simplequote.hpp>
#include <ql/settings.hpp>
#include <ql/termstructures/volatility/equityfx/blackconstantvol.hpp>
#include <ql/termstructures/yield/flatforward.hpp>
#include <ql/time/calendars/nullcalendar.hpp>
#include <ql/time/daycounters/actual365fixed.hpp>

using namespace QuantLib;
using Column = std::vector<double>;
using Work = std::function<void(const Column&, Column&)>;

namespace {

    Column read(const std::string& path) {
        std::ifstream file(path, std::ios::binary | std::ios::ate);
        if (!file)
            throw std::runtime_error("no inputs at " + path);
        Column values(static_cast<std::size_t>(file.tellg()) / sizeof(double));
        file.seekg(0);
        file.read(reinterpret_cast<char*>(values.data()), static_cast<std::streamsize>(values.size() * sizeof(double)));
        return values;
    }

    void write(const std::string& path, const Column& values) {
        std::ofstream file(path, std::ios::binary);
        file.write(reinterpret_cast<const char*>(values.data()),
                   static_cast<std::streamsize>(values.size() * sizeof(double)));
    }

    // Columns of options: sign, spot, strike, domestic rate, foreign rate, years, then volatility or price.
    struct Options {
        explicit Options(const Column& in) : n(in.size() / 7), at(in.data()) {}
        double of(int column, std::size_t row) const { return at[column * n + row]; }
        Option::Type type(std::size_t row) const { return of(0, row) > 0.0 ? Option::Call : Option::Put; }
        double forward(std::size_t row) const {
            return of(1, row) * std::exp((of(3, row) - of(4, row)) * of(5, row));
        }
        double discount(std::size_t row) const { return std::exp(-of(3, row) * of(5, row)); }
        std::size_t n;
        const double* at;
    };

    void pricing(const Column& in, Column& out) {
        Options options(in);
        std::size_t n = options.n;
        out.resize(6 * n);
        for (std::size_t i = 0; i < n; i++) {
            double spot = options.of(1, i), years = options.of(5, i);
            BlackCalculator black(options.type(i), options.of(2, i), options.forward(i),
                                  options.of(6, i) * std::sqrt(years), options.discount(i));
            out[i] = black.value();
            out[n + i] = black.delta(spot);
            out[2 * n + i] = black.gamma(spot);
            out[3 * n + i] = black.vega(years);
            out[4 * n + i] = black.theta(spot, years);
            out[5 * n + i] = black.rho(years);
        }
    }

    // What QuantLib cannot solve is a zero, which no volatility here is.
    void implied(const Column& in, Column& out) {
        Options options(in);
        out.assign(options.n, 0.0);
        for (std::size_t i = 0; i < options.n; i++) {
            try {
                out[i] = blackFormulaImpliedStdDev(options.type(i), options.of(2, i), options.forward(i),
                                                   options.of(6, i), options.discount(i)) /
                         std::sqrt(options.of(5, i));
            } catch (const std::exception&) {
                out[i] = 0.0;
            }
        }
    }

    void impliedByEngine(const Column& in, Column& out) {
        Options options(in);
        out.assign(options.n, 0.0);
        Date today(2, January, 2026);
        Settings::instance().evaluationDate() = today;
        auto spot = ext::make_shared<SimpleQuote>(100.0);
        auto domestic = ext::make_shared<SimpleQuote>(0.0);
        auto foreign = ext::make_shared<SimpleQuote>(0.0);
        Actual365Fixed days;
        auto process = ext::make_shared<BlackScholesMertonProcess>(
            Handle<Quote>(spot),
            Handle<YieldTermStructure>(ext::make_shared<FlatForward>(today, Handle<Quote>(foreign), days)),
            Handle<YieldTermStructure>(ext::make_shared<FlatForward>(today, Handle<Quote>(domestic), days)),
            Handle<BlackVolTermStructure>(ext::make_shared<BlackConstantVol>(today, NullCalendar(), 0.2, days)));
        for (std::size_t i = 0; i < options.n; i++) {
            spot->setValue(options.of(1, i));
            domestic->setValue(options.of(3, i));
            foreign->setValue(options.of(4, i));
            auto expiry = today + static_cast<Integer>(std::lround(365.0 * options.of(5, i)));
            VanillaOption option(ext::make_shared<PlainVanillaPayoff>(options.type(i), options.of(2, i)),
                                 ext::make_shared<EuropeanExercise>(expiry));
            try {
                out[i] = option.impliedVolatility(options.of(6, i), process);
            } catch (const std::exception&) {
                out[i] = 0.0;
            }
        }
    }

    void walk(const ext::shared_ptr<StochasticProcess1D>& process, const Column& in, Column& out) {
        double years = in[3];
        auto steps = static_cast<Size>(in[4]), paths = static_cast<Size>(in[5]);
        out.resize(paths);
        PathGenerator<PseudoRandom::rsg_type> generator(
            process, years, steps, PseudoRandom::make_sequence_generator(steps, 42), false);
        for (Size i = 0; i < paths; i++)
            out[i] = generator.next().value.back();
    }

    // Inputs: spot, drift, volatility, years, steps, paths.
    void paths(const Column& in, Column& out) {
        walk(ext::make_shared<GeometricBrownianMotionProcess>(in[0], in[1], in[2]), in, out);
    }

    void pathsByCurves(const Column& in, Column& out) {
        Date today(2, January, 2026);
        Settings::instance().evaluationDate() = today;
        Actual365Fixed days;
        walk(ext::make_shared<BlackScholesProcess>(
                 Handle<Quote>(ext::make_shared<SimpleQuote>(in[0])),
                 Handle<YieldTermStructure>(ext::make_shared<FlatForward>(today, in[1], days)),
                 Handle<BlackVolTermStructure>(ext::make_shared<BlackConstantVol>(today, NullCalendar(), in[2], days))),
             in, out);
    }

    double measure(const Work& work, const Column& in, Column& out) {
        using clock = std::chrono::steady_clock;
        auto started = clock::now();
        int passes = 0;
        std::chrono::duration<double> elapsed{};
        do {
            work(in, out);
            passes++;
            elapsed = clock::now() - started;
        } while (elapsed.count() < 0.02);
        return elapsed.count() / passes;
    }

}

int main(int count, char** arguments) {
    const std::map<std::string, Work> contests = {
        {"pricing", pricing}, {"implied", implied},          {"implied-by-engine", impliedByEngine},
        {"paths", paths},     {"paths-by-curves", pathsByCurves},
    };
    auto contest = contests.find(count == 4 ? arguments[1] : "");
    if (contest == contests.end()) {
        std::cerr << "quantlib <contest> <inputs> <results>\n";
        return 2;
    }

    Column in = read(arguments[2]), out;
    std::cout.precision(17);
    for (std::string line; std::getline(std::cin, line);)
        std::cout << measure(contest->second, in, out) << std::endl;
    write(arguments[3], out);
}
