import { splitWords } from '../../lib/text/words.ts';

/** Places that a time zone is named after, by the first word of its name. */
const places = {
  africa: `
    abidjan accra addis_ababa algiers asmara bamako bangui banjul bissau blantyre brazzaville
    bujumbura cairo casablanca ceuta conakry dakar dar_es_salaam djibouti douala el_aaiun freetown
    gaborone harare johannesburg juba kampala khartoum kigali kinshasa lagos libreville lome luanda
    lubumbashi lusaka malabo maputo maseru mbabane mogadishu monrovia nairobi ndjamena niamey
    nouakchott ouagadougou porto-novo sao_tome tripoli tunis windhoek
  `,
  america: `
    adak anchorage anguilla antigua araguaina argentina/buenos_aires argentina/catamarca
    argentina/cordoba argentina/jujuy argentina/la_rioja argentina/mendoza argentina/rio_gallegos
    argentina/salta argentina/san_juan argentina/san_luis argentina/tucuman argentina/ushuaia aruba
    asuncion atikokan bahia bahia_banderas barbados belem belize blanc-sablon boa_vista bogota boise
    cambridge_bay campo_grande cancun caracas cayenne cayman chicago chihuahua ciudad_juarez
    costa_rica coyhaique creston cuiaba curacao danmarkshavn dawson dawson_creek denver detroit
    dominica edmonton eirunepe el_salvador fort_nelson fortaleza glace_bay goose_bay grand_turk
    grenada guadeloupe guatemala guayaquil guyana halifax havana hermosillo indiana/indianapolis
    indiana/knox indiana/marengo indiana/petersburg indiana/tell_city indiana/vevay
    indiana/vincennes indiana/winamac inuvik iqaluit jamaica juneau kentucky/louisville
    kentucky/monticello kralendijk la_paz lima los_angeles lower_princes maceio managua manaus
    marigot martinique matamoros mazatlan menominee merida metlakatla mexico_city miquelon moncton
    monterrey montevideo montserrat nassau new_york nome noronha north_dakota/beulah
    north_dakota/center north_dakota/new_salem nuuk ojinaga panama paramaribo phoenix port-au-prince
    port_of_spain porto_velho puerto_rico punta_arenas rankin_inlet recife regina resolute
    rio_branco santarem santiago santo_domingo sao_paulo scoresbysund sitka st_barthelemy st_johns
    st_kitts st_lucia st_thomas st_vincent swift_current tegucigalpa thule tijuana toronto tortola
    vancouver whitehorse winnipeg yakutat
  `,
  antarctica: `
    casey davis dumontdurville macquarie mawson mcmurdo palmer rothera syowa troll vostok
  `,
  arctic: `
    longyearbyen
  `,
  asia: `
    aden almaty amman anadyr aqtau aqtobe ashgabat atyrau baghdad bahrain baku bangkok barnaul
    beirut bishkek brunei chita colombo damascus dhaka dili dubai dushanbe famagusta gaza hebron
    ho_chi_minh hong_kong hovd irkutsk jakarta jayapura jerusalem kabul kamchatka karachi kathmandu
    khandyga kolkata krasnoyarsk kuala_lumpur kuching kuwait macau magadan makassar manila muscat
    nicosia novokuznetsk novosibirsk omsk oral phnom_penh pontianak pyongyang qatar qostanay
    qyzylorda riyadh sakhalin samarkand seoul shanghai singapore srednekolymsk taipei tashkent
    tbilisi tehran thimphu tokyo tomsk ulaanbaatar urumqi ust-nera vientiane vladivostok yakutsk
    yangon yekaterinburg yerevan
  `,
  atlantic: `
    azores bermuda canary cape_verde faroe madeira reykjavik south_georgia st_helena stanley
  `,
  australia: `
    adelaide brisbane broken_hill darwin eucla hobart lindeman lord_howe melbourne perth sydney
  `,
  europe: `
    amsterdam andorra astrakhan athens belgrade berlin bratislava brussels bucharest budapest
    busingen chisinau copenhagen dublin gibraltar guernsey helsinki isle_of_man istanbul jersey
    kaliningrad kirov kyiv lisbon ljubljana london luxembourg madrid malta mariehamn minsk monaco
    moscow oslo paris podgorica prague riga rome samara san_marino sarajevo saratov simferopol
    skopje sofia stockholm tallinn tirane ulyanovsk vaduz vatican vienna vilnius volgograd warsaw
    zagreb zurich
  `,
  indian: `
    antananarivo chagos christmas cocos comoro kerguelen mahe maldives mauritius mayotte reunion
  `,
  pacific: `
    apia auckland bougainville chatham chuuk easter efate fakaofo fiji funafuti galapagos gambier
    guadalcanal guam honolulu kanton kiritimati kosrae kwajalein majuro marquesas midway nauru niue
    norfolk noumea pago_pago palau pitcairn pohnpei port_moresby rarotonga saipan tahiti tarawa
    tongatapu wake wallis
  `,
};

/** Time zones of the IANA database, in lower case, as the API spells them. */
export const timeZones: readonly string[] = [
  ...Object.entries(places).flatMap(([region, names]) =>
    splitWords(names).map((name) => `${region}/${name}`),
  ),
  'utc',
];
